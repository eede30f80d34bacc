using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Cholesky;
using FastMf.Kernels.Cholesky.Interleaved;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Gram;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.NonNegative;
using FastMf.Kernels.Sgd;

namespace FastMf.Kernels;

/// <summary>The kernels compiled for a vector type.</summary>
/// <remarks>
/// Kernels that hold a loop are compiled with full optimization at once: a service's first request and a short training run would
/// otherwise spend themselves in unoptimized code.
/// </remarks>
internal sealed class WidthKernels<TOps, TVector> : WidthKernels
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) =>
        DotKernel<TOps, TVector>.Dot(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), x.Length);

    public override void DotRows(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result) =>
        DotKernel<TOps, TVector>.DotRows(rows, first, x, result);

    public override void DotBlock(FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch) =>
        DotKernel<TOps, TVector>.DotBlock(rows, first, count, queries, results, pitch);

    public override void AddOffsets(Span<float> values, ReadOnlySpan<float> offsets, float constant) =>
        ScoreKernel<TOps, TVector>.AddOffsets(values, offsets, constant);

    public override int CountAbove(ReadOnlySpan<float> values, float bar) => ScoreKernel<TOps, TVector>.CountAbove(values, bar);

    public override void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result) =>
        DotKernel<TOps, TVector>.DotGathered(rows, indexes, x, result);

    public override void NormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add) =>
        GramKernel<TOps, TVector>.Accumulate(rows, gathered, sums, add);

    public override void AccumulateCombination(
        FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum) =>
        CombinationKernel<TOps, TVector>.Accumulate(rows, indexes, weights, sum);

    public override int Factorize(Span<float> matrix, int rank, Span<float> right, Span<float> border) =>
        CholeskyKernel<TOps, TVector>.Factorize(matrix, rank, right, border);

    public override void FactorizeInterleaved(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors) =>
        InterleavedCholesky<TOps, TVector>.Factorize(matrices, rank, rights, borders, factors, failedMinors);

    public override void SolveBackInterleaved(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems) =>
        InterleavedCholesky<TOps, TVector>.SolveBack(factors, rank, rights, systems);

    public override void Solve(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide) =>
        SolveKernel<TOps, TVector>.Solve(factor, rank, rightHandSide);

    public override void SolveBack(ReadOnlySpan<float> factor, int rank, Span<float> right) =>
        SolveKernel<TOps, TVector>.Back(factor, rank, right);

    public override int SolveNonNegative(
        Span<float> matrix,
        int rank,
        ReadOnlySpan<float> border,
        float corner,
        float cornerRight,
        Span<float> gradient,
        Span<float> x,
        ref float bias,
        int maximumSweeps,
        double tolerance) =>
        CoordinateDescentKernel<TOps, TVector>.Solve(
            matrix, rank, border, corner, cornerRight, gradient, x, ref bias, maximumSweeps, tolerance);

    public override SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step) =>
        SgdDispatch<TOps, TVector>.Update(model, samples, default, step);

    public override SgdSums SgdUpdate(
        SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step) =>
        SgdDispatch<TOps, TVector>.Update(model, samples, upcoming, step);

    public override double SumSquaredErrors(
        in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values) =>
        SgdDispatch<TOps, TVector>.SumSquaredErrors(block, offsets, items, values);

    public override SgdSums PreferenceUpdate(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step) =>
        SgdDispatch<TOps, TVector>.UpdatePreferences(model, samples, step);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Cholesky;
using FastMf.Kernels.Cholesky.Interleaved;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Gram;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.NonNegative;

namespace FastMf.Kernels;

/// <summary>The kernels compiled for a vector type.</summary>
/// <remarks>
/// Kernels that hold a loop are compiled with full optimization at once: a service's first request and a short training run would
/// otherwise spend themselves in unoptimized code.
/// </remarks>
internal sealed partial class KernelSet<TOps, TVector>(SimdLevel level) : KernelSet(level)
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override float DotCore(ReadOnlySpan<float> x, ReadOnlySpan<float> y) =>
        DotKernel<TOps, TVector>.Dot(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), x.Length);

    private protected override void DotRowsCore(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result) =>
        DotKernel<TOps, TVector>.DotRows(rows, first, x, result);

    private protected override void DotBlockCore(
        FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch) =>
        DotKernel<TOps, TVector>.DotBlock(rows, first, count, queries, results, pitch);

    private protected override void AddOffsetsCore(Span<float> values, ReadOnlySpan<float> offsets, float constant) =>
        ScoreKernel<TOps, TVector>.AddOffsets(values, offsets, constant);

    internal override int CountAbove(ReadOnlySpan<float> values, float threshold) =>
        ScoreKernel<TOps, TVector>.CountAbove(values, threshold);

    internal override void DotGatheredCore(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result) =>
        DotKernel<TOps, TVector>.DotGathered(rows, indexes, x, result);

    internal override void NormalEquationsCore(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add) =>
        GramKernel<TOps, TVector>.Accumulate(rows, gathered, sums, add);

    internal override void CombinationCore(
        FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum) =>
        CombinationKernel<TOps, TVector>.Accumulate(rows, indexes, weights, sum);

    private protected override int FactorizeCore(Span<float> matrix, int rank, Span<float> right, Span<float> border) =>
        CholeskyKernel<TOps, TVector>.Factorize(matrix, rank, right, border);

    private protected override void FactorizeInterleavedCore(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors) =>
        InterleavedCholesky<TOps, TVector>.Factorize(matrices, rank, rights, borders, factors, failedMinors);

    private protected override void SolveBackInterleavedCore(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems) =>
        InterleavedCholesky<TOps, TVector>.SolveBack(factors, rank, rights, systems);

    private protected override void SolveCore(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide) =>
        SolveKernel<TOps, TVector>.Solve(factor, rank, rightHandSide);

    private protected override void SolveBackCore(ReadOnlySpan<float> factor, int rank, Span<float> right) =>
        SolveKernel<TOps, TVector>.Back(factor, rank, right);

    private protected override int SolveNonNegativeCore(
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
}

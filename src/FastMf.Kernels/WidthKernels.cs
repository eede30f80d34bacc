using FastMf.Kernels.Sgd;

namespace FastMf.Kernels;

/// <summary>What <see cref="KernelSet"/> offers, at one width and without a check; a virtual call for each row or run of samples, not for each update.</summary>
internal abstract class WidthKernels
{
    public abstract float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y);

    public abstract void DotRows(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result);

    public abstract void DotBlock(FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch);

    public abstract void AddOffsets(Span<float> values, ReadOnlySpan<float> offsets, float constant);

    public abstract int CountAbove(ReadOnlySpan<float> values, float bar);

    public abstract void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result);

    public abstract void NormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add);

    public abstract void AccumulateCombination(
        FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum);

    public abstract int Factorize(Span<float> matrix, int rank, Span<float> right, Span<float> border);

    public abstract void FactorizeInterleaved(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors);

    public abstract void SolveBackInterleaved(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems);

    public abstract void Solve(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide);

    public abstract void SolveBack(ReadOnlySpan<float> factor, int rank, Span<float> right);

    public abstract int SolveNonNegative(
        Span<float> matrix,
        int rank,
        ReadOnlySpan<float> border,
        float corner,
        float cornerRight,
        Span<float> gradient,
        Span<float> x,
        ref float bias,
        int maximumSweeps,
        double tolerance);

    public abstract SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step);

    public abstract SgdSums SgdUpdate(
        SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step);

    public abstract SgdSums PreferenceUpdate(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step);

    public abstract double SumSquaredErrors(
        in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values);
}

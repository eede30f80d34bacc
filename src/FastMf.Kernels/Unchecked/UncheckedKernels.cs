using FastMf.Kernels.Sgd;
using static FastMf.Kernels.KernelArguments;

namespace FastMf.Kernels.Unchecked;

/// <summary>
/// Kernels that trust the row indexes that they are given: one that is no row makes them read and write outside of the matrix. For callers
/// who have checked them before, once for many calls; lengths are checked here as well.
/// </summary>
/// <remarks>The check takes 2 to 10 ns for up to 256 indexes, and samples that come from memory are read twice for it.</remarks>
public static class UncheckedKernels
{
    /// <summary><see cref="KernelSet.DotGathered"/> with indexes that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rows">The matrix.</param>
    /// <param name="indexes">The rows to gather; each must be in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="x">A padded row, <see cref="FactorView.Width"/> floats.</param>
    /// <param name="result">Overwritten; one number for each index.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void DotGatheredUnchecked(
        this KernelSet kernels, FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireLength(x.Length, rows.Width, nameof(x));
        RequireLength(result.Length, indexes.Length, nameof(result));
        kernels.DotGatheredCore(rows, indexes, x, result);
    }

    /// <summary><see cref="KernelSet.AccumulateCombination"/> with indexes that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rows">The matrix of which rows are gathered.</param>
    /// <param name="indexes">The rows to gather; each must be in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="weights">One weight for each gathered row.</param>
    /// <param name="sum"><see cref="FactorView.Width"/> floats, added to.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void AccumulateCombinationUnchecked(
        this KernelSet kernels, FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireLength(weights.Length, indexes.Length, nameof(weights));
        RequireLength(sum.Length, rows.Width, nameof(sum));
        kernels.CombinationCore(rows, indexes, weights, sum);
    }

    /// <summary><see cref="KernelSet.ComputeNormalEquations"/> with indexes that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows; each index must be in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="sums">Overwritten; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void ComputeNormalEquationsUnchecked(
        this KernelSet kernels, in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(rows, gathered, sums);
        if (gathered.Indexes.IsEmpty)
        {
            sums.Gram.Clear();
            sums.Right.Clear();
            sums.Border.Clear();
            return;
        }

        kernels.NormalEquationsCore(rows, gathered, sums, add: false);
    }

    /// <summary><see cref="KernelSet.AccumulateNormalEquations"/> with indexes that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows; each index must be in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="sums">Added to; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void AccumulateNormalEquationsUnchecked(
        this KernelSet kernels, in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(rows, gathered, sums);
        kernels.NormalEquationsCore(rows, gathered, sums, add: true);
    }

    /// <summary>
    /// <see cref="KernelSet.SgdUpdate(SgdModel, ReadOnlySpan{SgdSample}, in SgdStep)"/> with samples that the caller vouches for.
    /// </summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their users and items must be rows of the model.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    /// <returns>Loss and squared errors, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public static SgdSums SgdUpdateUnchecked(this KernelSet kernels, SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(model);
        return kernels.SgdUpdateCore(model, samples, step);
    }

    /// <inheritdoc cref="SgdUpdateUnchecked(KernelSet, SgdModel, ReadOnlySpan{SgdSample}, in SgdStep)"/>
    /// <param name="kernels">The kernels.</param>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their users and items must be rows of the model.</param>
    /// <param name="upcoming">The ratings of the same block that the next call will bring, prefetched; they change no result.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    public static SgdSums SgdUpdateUnchecked(
        this KernelSet kernels, SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(model);
        return kernels.SgdUpdateCore(model, samples, upcoming, step);
    }

    /// <summary><see cref="KernelSet.PreferenceUpdate"/> with comparisons that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="model">The parameters, updated in place; user biases are not.</param>
    /// <param name="samples">The comparisons; their users and items must be rows of the model.</param>
    /// <param name="step">Learning rates; mean, loss and the order of steps are not used.</param>
    /// <returns>Loss and squared distance of the probability from 1, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public static SgdSums PreferenceUpdateUnchecked(
        this KernelSet kernels, SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(model);
        return kernels.PreferenceUpdateCore(model, samples, step);
    }

    /// <summary><see cref="KernelSet.SumSquaredErrors"/> with items that the caller vouches for.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="block">What to predict with.</param>
    /// <param name="offsets">One number for each user and one more, ascending: where its ratings begin.</param>
    /// <param name="items">The item of each rating; it must be a row of the block's items.</param>
    /// <param name="values">Each rating.</param>
    /// <returns>The sum, in double precision.</returns>
    /// <exception cref="ArgumentException">The block's parts do not fit each other, or the ratings do not fit them.</exception>
    public static double SumSquaredErrorsUnchecked(
        this KernelSet kernels, in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        RequireFit(block);
        RequireLength(offsets.Length, block.Users.RowCount + 1, nameof(offsets));
        RequireLength(items.Length, offsets[^1] - (nint)offsets[0], nameof(items));
        RequireLength(values.Length, items.Length, nameof(values));
        return kernels.SumSquaredErrorsCore(block, offsets, items, values);
    }
}

using FastMf.Kernels.Sgd;

namespace FastMf.Kernels.Unchecked;

/// <summary>
/// Kernels that believe the row indexes that they are given: an index that is no row of the model reads and writes outside of it. For
/// samples that come from a checked matrix and are used once, where reading them twice, once for the check, is what counts.
/// </summary>
public static class UncheckedKernels
{
    /// <summary><see cref="KernelSet.SgdUpdate(SgdModel, ReadOnlySpan{SgdSample}, in SgdStep)"/> without a look at the indexes.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; the caller vouches that their users and items are rows of the model.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    /// <returns>Loss and squared errors, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public static SgdSums SgdUpdateUnchecked(this KernelSet kernels, SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        KernelArguments.RequireFit(model);
        return kernels.SgdUpdateCore(model, samples, step);
    }

    /// <summary><see cref="KernelSet.SgdUpdate(SgdModel, ReadOnlySpan{BlockSample}, ReadOnlySpan{BlockSample}, in SgdStep)"/> likewise.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; the caller vouches that their users and items are rows of the model.</param>
    /// <param name="upcoming">The ratings that the next call will bring, prefetched; they change no result.</param>
    /// <param name="step">Learning rates, update rule and loss.</param>
    /// <returns>Loss and squared errors, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public static SgdSums SgdUpdateUnchecked(
        this KernelSet kernels, SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        KernelArguments.RequireFit(model);
        return kernels.SgdUpdateCore(model, samples, upcoming, step);
    }
}

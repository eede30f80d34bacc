using FastMf.Kernels.Sgd;

namespace FastMf.Training.Sgd;

/// <summary>One way of visiting all ratings.</summary>
internal interface ISgdPass
{
    /// <summary>
    /// Visits every rating once; ends early where the error is not finite, because nothing after that can be. The sums then are not
    /// finite either.
    /// </summary>
    PassSums Run(int epoch, in SgdStep step, CancellationToken cancellation);
}

/// <summary>What an epoch's updates add up to.</summary>
/// <param name="Sums">Their loss and squared errors, each before its step.</param>
/// <param name="Count">The number of updates.</param>
internal readonly record struct PassSums(SgdSums Sums, long Count);

using FastMf.Kernels.Sgd;

namespace FastMf.Training.Sgd;

/// <summary>One way of visiting all ratings.</summary>
internal interface ISgdPass
{
    /// <summary>
    /// Visits every rating once; ends early where the error is not finite, because nothing after that can be. The sums then are not
    /// finite either.
    /// </summary>
    SgdSums Run(int epoch, in SgdStep step, CancellationToken cancellation);
}

namespace FastMf.Perf.Gate;

/// <summary>How fast a case is, in ratios of the same run. More is faster.</summary>
/// <param name="OverNaive">The naive loop's time over the kernel's.</param>
/// <param name="OverPeak">The time of the loop of fused multiply-adds over the kernel's.</param>
internal readonly record struct Speed(double OverNaive, double OverPeak)
{
    /// <summary>By what factor this is slower than another, by the yardstick that says more.</summary>
    public double SlowerThan(Speed other) => Math.Max(other.OverNaive / OverNaive, other.OverPeak / OverPeak);
}

namespace FastMf.Perf.Gate;

/// <summary>One case of the baseline.</summary>
/// <param name="States">
/// Its speeds, one for each state that the machine was met in: neighbours on the same core halve what a loop of multiply-adds can do and
/// hardly slow one that waits for its last result, so that even ratios differ between a quiet machine and a busy one.
/// </param>
/// <param name="Band">By which factor it may be slower than in the nearest state before that counts as a regression.</param>
internal sealed record BaselineCase(IReadOnlyList<Speed> States, double Band)
{
    /// <summary>No band is narrower: less than this is not told from noise on a shared machine.</summary>
    private const double NarrowestBand = 1.3;

    /// <summary>Nor wider: more would hold real regressions.</summary>
    private const double WidestBand = 1.5;

    /// <summary>The scatter among the runs that made the baseline, and as much again.</summary>
    private const double Safety = 2;

    /// <summary>By what factor a speed is slower than that of the nearest state.</summary>
    public double Slowdown(Speed speed) => States.Min(speed.SlowerThan);

    /// <summary>With another state: the medians of several runs, at least two, and a band that holds their scatter.</summary>
    public BaselineCase With(IReadOnlyCollection<Speed> runs)
    {
        var middle = new Speed(
            Math.Round(PairedTimes.Median([.. runs.Select(run => run.OverNaive)]), 4),
            Math.Round(PairedTimes.Median([.. runs.Select(run => run.OverPeak)]), 5));

        // One run that something disturbed is no measure of the others: the gate measures again what looks slow.
        double scatter = runs.Select(run => run.SlowerThan(middle)).OrderDescending().ElementAt(1);
        double band = Math.Clamp(1 + Safety * (scatter - 1), NarrowestBand, WidestBand);
        return new BaselineCase([.. States, middle], Math.Max(Band, Math.Round(band, 2)));
    }
}

using System.Text.Json.Serialization;

namespace FastMf.Perf.Gate;

/// <summary>One case of the baseline.</summary>
/// <param name="OverNaive">See <see cref="Speed.OverNaive"/>.</param>
/// <param name="OverPeak">See <see cref="Speed.OverPeak"/>.</param>
/// <param name="Band">By which factor it may be slower before that counts as a regression.</param>
internal sealed record BaselineCase(double OverNaive, double OverPeak, double Band)
{
    /// <summary>No band is narrower: less than this is not told from noise on a shared machine.</summary>
    private const double NarrowestBand = 1.3;

    /// <summary>Nor wider: more would hold real regressions.</summary>
    private const double WidestBand = 2;

    /// <summary>The scatter among the runs that made the baseline, and as much again.</summary>
    private const double Safety = 2;

    [JsonIgnore]
    public Speed Speed => new(OverNaive, OverPeak);

    /// <summary>The medians of several runs, and a band that holds their scatter; at least two.</summary>
    public static BaselineCase Of(IReadOnlyCollection<Speed> runs)
    {
        var middle = new Speed(
            PairedTimes.Median([.. runs.Select(run => run.OverNaive)]), PairedTimes.Median([.. runs.Select(run => run.OverPeak)]));

        // One run that something disturbed is no measure of the others: the gate measures again what looks slow.
        double scatter = runs.Select(run => run.SlowerThan(middle)).OrderDescending().ElementAt(1);
        double band = Math.Clamp(1 + Safety * (scatter - 1), NarrowestBand, WidestBand);
        return new BaselineCase(Math.Round(middle.OverNaive, 4), Math.Round(middle.OverPeak, 5), Math.Round(band, 2));
    }
}

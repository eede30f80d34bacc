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

    /// <summary>The widest scatter among the runs that made the baseline, and as much again.</summary>
    private const double Safety = 2;

    [JsonIgnore]
    public Speed Speed => new(OverNaive, OverPeak);

    /// <summary>The medians of several runs, and a band that holds their scatter.</summary>
    public static BaselineCase Of(IReadOnlyCollection<Speed> runs)
    {
        var middle = new Speed(
            PairedTimes.Median([.. runs.Select(run => run.OverNaive)]), PairedTimes.Median([.. runs.Select(run => run.OverPeak)]));
        double scatter = runs.Max(run => run.SlowerThan(middle));
        double band = Math.Max(NarrowestBand, 1 + Safety * (scatter - 1));
        return new BaselineCase(Math.Round(middle.OverNaive, 4), Math.Round(middle.OverPeak, 5), Math.Round(band, 2));
    }
}

using System.Globalization;
using FastMf.Perf.Gate;

namespace FastMf.Perf.Tables;

/// <summary>A measured case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Rank">Its rank.</param>
/// <param name="Cost">What one call does.</param>
/// <param name="Seconds">The time of one call.</param>
/// <param name="NaiveSeconds">That of the naive loop.</param>
/// <param name="PeakFlops">Operations per second of the peak loop in the same rounds.</param>
internal sealed record TableRow(string Name, int Rank, Cost Cost, double Seconds, double NaiveSeconds, double PeakFlops)
{
    public double ShareOfPeak => Cost.Operations / Seconds / PeakFlops;

    /// <summary>A row of the table; a dash where a figure says nothing.</summary>
    public string Markdown()
    {
        string flops = Cost.Operations > 0 ? $"{Cost.Operations / Seconds / 1e9:F0}" : "-";
        string share = Cost.Operations > 0 ? $"{ShareOfPeak:P0}" : "-";
        string bytes = Cost.Bytes > 0 ? $"{Cost.Bytes / Seconds / 1e9:F1}" : "-";
        double nanoseconds = Seconds / Cost.Items * 1e9;
        string time = nanoseconds.ToString(nanoseconds < 100 ? "F1" : "N0", CultureInfo.InvariantCulture);
        return $"| {Rank} | {time} ns per {Cost.Item} | {flops} | {share} | {bytes} | {NaiveSeconds / Seconds:F1} x |";
    }
}

namespace FastMf.Cli.Reproductions;

/// <summary>A figure of an article beside ours.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Ours">Our value.</param>
/// <param name="Published">The article's value; null when it belongs to other data, or none was published.</param>
/// <param name="Tolerance">How far the two may be apart; docs/reproductions.md says why.</param>
internal sealed record Figure(string Name, double Ours, double? Published = null, double Tolerance = 0)
{
    /// <summary>Whether the two were compared and are further apart than the tolerance, or ours is no number.</summary>
    public bool IsOutside => Published is { } published && !(Math.Abs(Ours - published) <= Tolerance);
}

/// <summary>The one rule by which all tolerances are made.</summary>
internal static class Tolerance
{
    /// <summary>
    /// Three standard deviations of the difference of two runs that differ by chance alone, ours and the published one; and no less than
    /// what the published figure tells apart.
    /// </summary>
    /// <param name="deviation">The figure's standard deviation over seeds 1 to 20.</param>
    /// <param name="resolution">Half a unit of its last digit, or what it can be read off a plot to.</param>
    public static double Of(double deviation, double resolution) => Math.Max(3 * Math.Sqrt(2) * deviation, resolution);
}

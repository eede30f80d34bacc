namespace FastMf.Cli.Reproductions;

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

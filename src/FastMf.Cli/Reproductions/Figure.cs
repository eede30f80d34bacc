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

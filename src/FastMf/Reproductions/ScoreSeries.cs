namespace FastMf.Reproductions;

/// <summary>Scores of one system, one for each user.</summary>
/// <param name="Name">The system.</param>
/// <param name="Scores">The scores.</param>
public sealed record ScoreSeries(string Name, IReadOnlyList<double> Scores);

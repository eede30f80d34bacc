namespace FastMf.Cli.Reproductions;

/// <summary>Scores of one system, one for each user.</summary>
/// <param name="Name">The system.</param>
/// <param name="Scores">The scores.</param>
internal sealed record ScoreSeries(string Name, IReadOnlyList<double> Scores);

namespace FastMf.Cli.Reproductions;

/// <summary>The configuration that an article found best.</summary>
/// <param name="Rank">Its factors.</param>
/// <param name="Lambda">Its regularization.</param>
/// <param name="Iterations">When its test error was least.</param>
/// <param name="Test">Its test error then.</param>
/// <param name="Train">Its training error then.</param>
internal sealed record PublishedBest(int Rank, float Lambda, int Iterations, double Test, double Train);

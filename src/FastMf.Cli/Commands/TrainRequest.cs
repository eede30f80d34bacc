namespace FastMf.Cli.Commands;

/// <summary>What <c>fastmf train</c> was asked for.</summary>
internal sealed record TrainRequest(string Ratings, TestRequest Test, TrainerRequest Trainer, string? Model, bool WithCurve, bool Json);

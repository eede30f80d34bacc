using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The trainer that was asked for, with all its options.</summary>
/// <param name="Als">ALS's options, or null.</param>
/// <param name="Sgd">SGD's options, or null.</param>
/// <param name="ValidationFraction">The share of the training ratings to validate every epoch on, or null.</param>
internal sealed record TrainerRequest(AlsOptions? Als, SgdOptions? Sgd, double? ValidationFraction)
{
    public string Name => Als is null ? "sgd" : "als";

    public int Rank => Als?.Rank ?? Sgd!.Rank;

    public int Epochs => Als?.Epochs ?? Sgd!.Epochs;

    public long Seed => Als?.Seed ?? Sgd!.Seed;

    public int Threads => Als?.Threads ?? Sgd!.Threads;

    public ITrainer Create() => Als is null ? new SgdTrainer(Sgd) : new AlsTrainer(Als);
}

using FastMf.Training;
using FastMf.Tuning;

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

    /// <summary>The same request for other options of the same or another method.</summary>
    public TrainerRequest With(TrainerSettings settings) => this with
    {
        Als = settings.Als is { } als ? als with { Threads = Threads, EarlyStopping = EarlyStopping } : null,
        Sgd = settings.Sgd is { } sgd ? sgd with { Threads = Threads, EarlyStopping = EarlyStopping } : null,
    };

    /// <summary>Commands that test on folds have no use for a validation part.</summary>
    public void RefuseValidation(string command)
    {
        if (ValidationFraction is not null)
        {
            throw new ArgumentException($"--validation-fraction has no meaning for {command}, which tests on folds; leave it out.");
        }
    }

    private EarlyStopping? EarlyStopping => Als?.EarlyStopping ?? Sgd?.EarlyStopping;
}

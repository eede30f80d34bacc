using FastMf.Data;
using FastMf.Model;
using FastMf.Training;
using FastMf.Tuning;

namespace FastMf.Cli.Commands;

/// <summary>The trainer that was asked for, with all its options.</summary>
/// <param name="Als">ALS's options, or null.</param>
/// <param name="Sgd">SGD's options, or null.</param>
/// <param name="ValidationFraction">The share of the training ratings to validate every epoch on, or null.</param>
/// <param name="From">The model file to train on from, or null.</param>
internal sealed record TrainerRequest(AlsOptions? Als, SgdOptions? Sgd, double? ValidationFraction, string? From)
{
    public string Name => Als is null ? "sgd" : "als";

    public int Rank => Als?.Rank ?? Sgd!.Rank;

    public int Epochs => Als?.Epochs ?? Sgd!.Epochs;

    public long Seed => Als?.Seed ?? Sgd!.Seed;

    public int Threads => Als?.Threads ?? Sgd!.Threads;

    public TrainingResult Train(RatingMatrix train, RatingMatrix? validation, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        if (From is null)
        {
            ITrainer trainer = Als is null ? new SgdTrainer(Sgd) : new AlsTrainer(Als);
            return trainer.Train(train, validation, progress, cancellation);
        }

        using MfModel model = MfModel.Load(From);
        return Als is null
            ? new SgdTrainer(Sgd).Continue(model, train, validation, progress, cancellation)
            : new AlsTrainer(Als).Continue(model, train, validation, progress, cancellation);
    }

    /// <summary>The same request for other options of the same or another method.</summary>
    public TrainerRequest With(TrainerSettings settings) => this with
    {
        Als = settings.Als is { } als ? als with { Threads = Threads, EarlyStopping = EarlyStopping } : null,
        Sgd = settings.Sgd is { } sgd ? sgd with { Threads = Threads, EarlyStopping = EarlyStopping } : null,
    };

    /// <summary>Commands that test on folds have no use for a validation part, and a model that has seen other folds would spoil them.</summary>
    public void RefuseForFolds(string command)
    {
        if (ValidationFraction is not null)
        {
            throw new ArgumentException($"--validation-fraction has no meaning for {command}, which tests on folds; leave it out.");
        }

        if (From is not null)
        {
            throw new ArgumentException($"--from has no meaning for {command}: the model may have learned from what is tested on; leave it out.");
        }
    }

    private EarlyStopping? EarlyStopping => Als?.EarlyStopping ?? Sgd?.EarlyStopping;
}

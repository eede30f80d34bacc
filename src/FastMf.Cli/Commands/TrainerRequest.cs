using FastMf.Data;
using FastMf.Model;
using FastMf.Training;

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
}

using FastMf.Data;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The trainer that was asked for, with all its options.</summary>
/// <param name="Settings">The method and what decides what it learns.</param>
/// <param name="Threads">1 to 1024, or 0 for one per processor.</param>
/// <param name="EarlyStopping">When to stop before the last epoch, or null.</param>
/// <param name="ValidationFraction">The share of the training ratings to validate every epoch on, or null.</param>
/// <param name="From">The model file to train on from, or null.</param>
internal sealed record TrainerRequest(TrainerSettings Settings, int Threads, EarlyStopping? EarlyStopping, double? ValidationFraction, string? From)
{
    public string Name => Settings.Algorithm;

    public int Rank => Settings.Als?.Rank ?? Settings.Sgd?.Rank ?? Settings.Bpr!.Rank;

    public int Epochs => Settings.Epochs;

    public long Seed => Settings.Als?.Seed ?? Settings.Sgd?.Seed ?? Settings.Bpr!.Seed;

    /// <summary>The threads that training uses: shuffled SGD runs on one, whatever was allowed.</summary>
    public int UsedThreads => Settings.Sgd is { Order: SgdOrder.Shuffled } ? 1 : Threads == 0 ? Environment.ProcessorCount : Threads;

    public TrainingResult Train(RatingMatrix train, RatingMatrix? validation, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        using MfModel? start = From is null ? null : MfModel.Load(From);
        return (Settings.Als, Settings.Sgd) switch
        {
            ({ } als, _) => Als(new AlsTrainer(als with { Threads = Threads, EarlyStopping = EarlyStopping })),
            (_, { } sgd) => Sgd(new SgdTrainer(sgd with { Threads = Threads, EarlyStopping = EarlyStopping })),
            _ => new BprTrainer(Settings.Bpr! with { Threads = Threads, EarlyStopping = EarlyStopping }).Train(train, validation, progress, cancellation),
        };

        TrainingResult Als(AlsTrainer trainer) => start is null
            ? trainer.Train(train, validation, progress, cancellation)
            : trainer.Refit(start, train, validation, progress, cancellation);

        TrainingResult Sgd(SgdTrainer trainer) => start is null
            ? trainer.Train(train, validation, progress, cancellation)
            : trainer.Update(start, train, validation, progress, cancellation);
    }

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
}

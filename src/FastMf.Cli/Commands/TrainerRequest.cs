using FastMf.Data;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The trainer that was asked for, with all its options.</summary>
/// <param name="Options">The trainer's options, with threads and early stopping.</param>
/// <param name="ValidationFraction">The share of the training ratings to validate every epoch on, or null.</param>
/// <param name="From">The model file to train on from, or null.</param>
internal sealed record TrainerRequest(TrainerOptions Options, double? ValidationFraction, string? From)
{
    public string Name => Options.Kind.Name;

    public TrainerSettings Settings => new(Options);

    /// <summary>Whether models order items and predict no ratings.</summary>
    public bool OrdersItems => Options.Predicts == PredictionKind.Preference;

    public bool CanStartFromModel => Options is AlsOptions or SgdOptions;

    /// <summary>The threads that training uses: shuffled SGD runs on one, whatever was allowed.</summary>
    public int UsedThreads => Options is SgdOptions { Order: SgdOrder.Shuffled } ? 1
        : Options.Threads == 0 ? Environment.ProcessorCount
        : Options.Threads;

    public TrainingResult Train(
        RatingMatrix train, RatingMatrix? validation, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        using MfModel? start = From is null ? null : MfModel.Load(From);
        return (start, Options.CreateTrainer()) switch
        {
            ({ } model, AlsTrainer als) => als.Refit(model, train, validation, progress, cancellation),
            ({ } model, SgdTrainer sgd) => sgd.Update(model, train, validation, progress, cancellation),
            (_, ITrainer trainer) => trainer.Train(train, validation, progress, cancellation),
        };
    }

    /// <summary>
    /// Commands that test on folds have no use for a validation part, and a model that has seen other folds would spoil them.
    /// </summary>
    public void RefuseForFolds(string command)
    {
        if (ValidationFraction is not null)
        {
            throw new ArgumentException($"--validation-fraction has no meaning for {command}, which tests on folds; leave it out.");
        }

        if (From is not null)
        {
            throw new ArgumentException(
                $"--from has no meaning for {command}: the model may have learned from what is tested on; leave it out.");
        }
    }
}

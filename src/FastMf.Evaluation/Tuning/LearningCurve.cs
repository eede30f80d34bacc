using FastMf.Data.Splitting;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

/// <summary>Errors on training and test ratings after certain epochs of one training, which goes on between them.</summary>
public static class LearningCurve
{
    /// <summary>Trains once, for as many epochs as the last checkpoint says, and measures at each.</summary>
    /// <param name="settings">The trainer; its own number of epochs is not used.</param>
    /// <param name="split">What it learns from and is tested on.</param>
    /// <param name="checkpoints">Epochs to measure after, strictly ascending, from 1.</param>
    /// <param name="ofScores">Whether errors are those of scores, not held within the range of ratings.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; no result depends on it.</param>
    /// <param name="progress">Told after every epoch; may itself be an <see cref="ICheckpointReceiver"/>.</param>
    /// <param name="cancellation">Ends training.</param>
    /// <returns>A point for each checkpoint; fewer when training diverged on the way, none after that.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no checkpoints, or they do not ascend from 1.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static IReadOnlyList<CurvePoint> Measure(
        TrainerSettings settings,
        RatingSplit split,
        IReadOnlyList<int> checkpoints,
        bool ofScores = false,
        int threads = 0,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(checkpoints);
        if (checkpoints.Count == 0 || checkpoints[0] < 1 || checkpoints.Zip(checkpoints.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException(
                $"Checkpoints must ascend from 1 or more; these are {string.Join(", ", checkpoints)}.", nameof(checkpoints));
        }

        var receiver = new Receiver(split, [.. checkpoints], ofScores, threads, progress, cancellation);
        try
        {
            ITrainer trainer = (settings.Options with { Epochs = checkpoints[^1], Threads = threads }).CreateTrainer();
            trainer.Train(split.Train, progress: receiver, cancellation: cancellation).Model.Dispose();
        }
        catch (DivergenceException)
        {
            // The points before are the curve; what comes after is no number.
        }

        return receiver.Points;
    }

    private sealed class Receiver(
        RatingSplit split,
        HashSet<int> checkpoints,
        bool ofScores,
        int threads,
        IProgress<EpochReport>? next,
        CancellationToken cancellation) : ICheckpointReceiver
    {
        public List<CurvePoint> Points { get; } = [];

        public bool IsCheckpoint(int epoch) => checkpoints.Contains(epoch);

        public void Receive(int epoch, MfModel model)
        {
            using (model)
            {
                Points.Add(new CurvePoint(
                    epoch,
                    RatingErrors.OfAny(model, split.Train, ofScores, threads, cancellation),
                    RatingErrors.OfAny(model, split.Test, ofScores, threads, cancellation)));
            }
        }

        public void Report(EpochReport value) => next?.Report(value);
    }
}

using FastMf.Data;

namespace FastMf.Training;

/// <summary>Learns a model from ratings. Implementations hold options only: one object may train many models, also at once.</summary>
public interface ITrainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="train">The ratings to learn from; at least one.</param>
    /// <param name="validation">Ratings to measure every epoch against, never learned from; ids that training lacks are allowed.</param>
    /// <param name="progress">Told after every epoch, on the thread that trains.</param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no training ratings, or early stopping was asked for without validation ratings.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DivergenceException">The error has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    TrainingResult Train(
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default);
}

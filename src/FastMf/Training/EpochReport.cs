namespace FastMf.Training;

/// <summary>What is known after an epoch of training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of epochs asked for.</param>
/// <param name="Loss">
/// The regularized objective that the trainer minimizes. ALS: after the epoch. SGD: summed during the epoch, each rating's error
/// before its update, the penalty after the epoch.
/// </param>
/// <param name="TrainRmse">
/// The root of the mean squared error of scores over what the objective counts: the training ratings, or all pairs, weighted as in the
/// objective; when it is measured, as for the loss.
/// </param>
/// <param name="ValidationRmse">The root mean squared error of predicted ratings over the validation ratings; null without them.</param>
/// <param name="Elapsed">The time of the epoch's training, without validation.</param>
/// <param name="RatingsPerSecond">Training ratings over <paramref name="Elapsed"/>.</param>
public readonly record struct EpochReport(
    int Epoch, int Epochs, double Loss, double TrainRmse, double? ValidationRmse, TimeSpan Elapsed, double RatingsPerSecond)
{
    /// <summary>
    /// The share of the threads' time, in [0, 1], in which they waited for the last one to end its share of the rows: the tail imbalance.
    /// 0 where it is not measured: SGD, whose threads wait for each other in other ways.
    /// </summary>
    public double IdleShare { get; init; }

    /// <summary>The time that measuring <see cref="ValidationRmse"/> took; zero without validation ratings.</summary>
    public TimeSpan ValidationElapsed { get; init; }
}

using FastMf.Model;

namespace FastMf.Training;

/// <summary>A trained model and how training went.</summary>
/// <param name="Model">The model, the caller's to dispose of.</param>
/// <param name="StopReason">Why training ended.</param>
/// <param name="BestEpoch">The epoch that the model is from.</param>
/// <param name="Epochs">A report for every epoch trained, in order.</param>
public sealed record TrainingResult(MfModel Model, StopReason StopReason, int BestEpoch, IReadOnlyList<EpochReport> Epochs)
{
    /// <summary>
    /// The time from the ratings to the first epoch: counting them, drawing the factors, sorting training and validation ratings into the
    /// order that epochs visit them in. Zero where a trainer does not measure it.
    /// </summary>
    public TimeSpan Preparation { get; init; }
}

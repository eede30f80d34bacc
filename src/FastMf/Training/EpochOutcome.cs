namespace FastMf.Training;

/// <summary>What an epoch of any trainer yields.</summary>
/// <param name="Loss">The regularized objective.</param>
/// <param name="SquaredErrors">The sum of squared errors over the training ratings.</param>
internal readonly record struct EpochOutcome(double Loss, double SquaredErrors);

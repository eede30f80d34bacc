namespace FastMf.Training.Runs;

/// <summary>What an epoch of any trainer yields.</summary>
/// <param name="Loss">The regularized objective.</param>
/// <param name="SquaredErrors">The weighted sum of squared errors over the pairs that the objective counts.</param>
/// <param name="Weight">The sum of the weights.</param>
internal readonly record struct EpochOutcome(double Loss, double SquaredErrors, double Weight)
{
    /// <summary>The time that workers waited for the last one of them, added up; zero where it is not measured.</summary>
    public TimeSpan Idle { get; init; }
}

namespace FastMf.Training.Als;

/// <summary>Sums over the rows of a half-step.</summary>
/// <param name="Penalty">The regularization of the rows solved.</param>
/// <param name="SquaredErrors">The squared errors over all ratings after the half-step.</param>
internal readonly record struct HalfStepOutcome(double Penalty, double SquaredErrors)
{
    /// <summary>The time that workers waited at its end, added up.</summary>
    public TimeSpan Idle { get; init; }

    public static HalfStepOutcome operator +(HalfStepOutcome left, HalfStepOutcome right) =>
        new(left.Penalty + right.Penalty, left.SquaredErrors + right.SquaredErrors);
}

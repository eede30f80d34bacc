namespace FastMf.Evaluation.Generation;

/// <summary>Sums of squared errors over a number of ratings, for the two yardsticks of <see cref="GeneratedRatings"/>.</summary>
internal readonly record struct SquaredErrors(long Count, double Planted, double Best)
{
    /// <summary>The root of the mean squared error of the planted value, or null without ratings.</summary>
    public double? PlantedRmse => Count == 0 ? null : Math.Sqrt(Planted / Count);

    /// <summary>The root of the mean squared error of the best prediction, or null without ratings.</summary>
    public double? BestRmse => Count == 0 ? null : Math.Sqrt(Best / Count);

    public static SquaredErrors operator +(SquaredErrors a, SquaredErrors b) => new(a.Count + b.Count, a.Planted + b.Planted, a.Best + b.Best);

    /// <summary>Adds one rating.</summary>
    public SquaredErrors Add(double plantedError, double bestError) =>
        new(Count + 1, Planted + plantedError * plantedError, Best + bestError * bestError);
}

using FastMf.Data;
using FastMf.Model;

namespace FastMf.Training.Als;

/// <summary>What the pairs that an objective counts add up to.</summary>
internal sealed class ObjectiveTotals
{
    /// <summary>Sums over the pairs; where missing ones count, over the pairs of users and items that have train.</summary>
    /// <exception cref="ArgumentException">A rating gives a negative weight.</exception>
    public ObjectiveTotals(RatingMatrix train, int[] userCounts, int[] itemCounts, RowObjective objective)
    {
        RatingStatistics statistics = train.Statistics;
        if (objective.Kind == ObjectiveKind.Implicit && statistics.Minimum < 0)
        {
            throw new ArgumentException(
                $"The smallest rating is {statistics.Minimum}; implicit feedback needs counts or strengths of 0 or more.", nameof(train));
        }

        if (!objective.CountsMissing)
        {
            (Weight, Mean) = (train.Count, statistics.Mean);
            return;
        }

        double pairs = (double)userCounts.Count(count => count > 0) * itemCounts.Count(count => count > 0);
        double targets = 0;
        double weights = pairs;
        foreach (float rating in train.ByUser.Values)
        {
            targets += objective.TargetOf(rating);
            weights += objective.WeightOf(rating) - 1;
        }

        (Weight, Mean) = (weights, targets / pairs);
    }

    /// <summary>The sum of the weights c.</summary>
    public double Weight { get; }

    /// <summary>The mean of the targets p, each pair counted once.</summary>
    public double Mean { get; }
}

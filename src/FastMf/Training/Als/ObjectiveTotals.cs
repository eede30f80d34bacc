using FastMf.Data;
using FastMf.Model;

namespace FastMf.Training.Als;

/// <summary>What the pairs that an objective counts add up to.</summary>
internal sealed class ObjectiveTotals
{
    /// <summary>Sums over the pairs; where missing ones count, over the pairs of users and items that have ratings.</summary>
    /// <exception cref="ArgumentException">A rating gives a negative weight.</exception>
    public ObjectiveTotals(RatingMatrix ratings, int[] userCounts, int[] itemCounts, RowObjective objective)
    {
        RatingStatistics statistics = ratings.Statistics;
        if (objective.Kind == ObjectiveKind.Implicit && statistics.Minimum < 0)
        {
            throw new ArgumentException(
                $"The smallest rating is {statistics.Minimum}; implicit feedback needs counts or strengths of 0 or more.", nameof(ratings));
        }

        if (!objective.CountsMissing)
        {
            (Weight, Mean) = (ratings.Count, statistics.Mean);
            return;
        }

        double cells = (double)userCounts.Count(count => count > 0) * itemCounts.Count(count => count > 0);
        double targets = 0;
        double weights = cells;
        foreach (float rating in ratings.ByUser.Values)
        {
            targets += objective.TargetOf(rating);
            weights += objective.WeightOf(rating) - 1;
        }

        (Weight, Mean) = (weights, targets / cells);
    }

    /// <summary>The sum of the weights c.</summary>
    public double Weight { get; }

    /// <summary>The mean of the targets p, each pair counted once.</summary>
    public double Mean { get; }
}

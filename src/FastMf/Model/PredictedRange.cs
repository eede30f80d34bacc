using FastMf.Data;

namespace FastMf.Model;

/// <summary>The range that predictions of a model are held within.</summary>
internal static class PredictedRange
{
    /// <summary>The range of the training ratings; of their targets and 0 where missing ratings count; 0 to 1 for probabilities.</summary>
    public static (float Minimum, float Maximum) Of(RatingStatistics statistics, RowObjective objective, PredictionKind predicts) =>
        predicts switch
        {
            PredictionKind.Rating when objective.CountsMissing =>
                (Math.Min(0, objective.TargetOf(statistics.Minimum)), Math.Max(0, objective.TargetOf(statistics.Maximum))),
            PredictionKind.Rating => (statistics.Minimum, statistics.Maximum),
            _ => (0, 1),
        };
}

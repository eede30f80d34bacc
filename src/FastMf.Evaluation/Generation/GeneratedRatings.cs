using FastMf.Data;

namespace FastMf.Evaluation.Generation;

/// <summary>Ratings from <see cref="RatingGenerator"/>, and how well they can be predicted at all.</summary>
/// <remarks>
/// Two yardsticks: the planted value itself, kept inside the rating scale, is what a factor model that learns everything predicts.
/// The mean rating given the planted value is the best prediction there is: no predictor has a lower expected squared error. It is
/// lower by about half a percent, because noise near the top of the scale is cut off on one side.
/// </remarks>
public sealed class GeneratedRatings
{
    /// <summary>The training ratings. Ids are the integers from 0; the maps are those of the whole set.</summary>
    public required RatingMatrix Train { get; init; }

    /// <summary>The test ratings, with the same id maps as <see cref="Train"/>; null when no test set was asked for.</summary>
    public required RatingMatrix? Test { get; init; }

    /// <summary>The model behind the ratings.</summary>
    public required PlantedModel Planted { get; init; }

    /// <summary>
    /// The RMSE on <see cref="Train"/> of the planted value, kept inside the rating scale but not rounded; null without ratings.
    /// </summary>
    public required double? PlantedTrainRmse { get; init; }

    /// <summary>The RMSE on <see cref="Test"/> of the planted value, kept inside the rating scale; null without test ratings.</summary>
    public required double? PlantedTestRmse { get; init; }

    /// <summary>The RMSE on <see cref="Train"/> of the mean rating given the planted value; null without ratings.</summary>
    public required double? BestTrainRmse { get; init; }

    /// <summary>The RMSE on <see cref="Test"/> of the mean rating given the planted value; null without test ratings.</summary>
    public required double? BestTestRmse { get; init; }
}

using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Model;
using FastMf.Threading;

namespace FastMf.Evaluation;

/// <summary>How far predicted ratings lie from given ones.</summary>
/// <param name="Count">The number of ratings compared.</param>
/// <param name="UnknownCount">
/// How many of them have a user or item that the model does not know; they count with the fallback prediction.
/// </param>
/// <param name="Mse">Mean squared error, in squared units of the ratings; 0 when there are no ratings.</param>
/// <param name="Mae">Mean absolute error, in units of the ratings; 0 when there are no ratings.</param>
public sealed record RatingErrors(long Count, long UnknownCount, double Mse, double Mae)
{
    /// <summary>Root mean squared error, in units of the ratings.</summary>
    public double Rmse => Math.Sqrt(Mse);

    /// <summary>
    /// Compares a model's predicted ratings (held within the range of its training ratings) or probabilities with given ratings; predicted
    /// preferences, of a model of implicit feedback, with 1 for ratings above 0 and 0 for others.
    /// </summary>
    /// <remarks>
    /// Ratings that the model has learned from are refused, as far as <see cref="SeenRatings"/> recognizes them. A
    /// <see cref="RatingSplit"/> guards against every overlap.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="ratings">The ratings; users and items are matched by their ids.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The model orders items and predicts no ratings.</exception>
    /// <exception cref="SeenRatingsException">Among the ratings are some that the model has learned from.</exception>
    /// <exception cref="ModelFileException">The model is mapped, and its file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static RatingErrors Of(MfModel model, RatingMatrix ratings, int threads = 0, CancellationToken cancellation = default)
    {
        WorkerTeam.Validate(threads, nameof(threads));
        SeenRatings.Refuse(model, ratings);
        return OfAny(model, ratings, threads: threads, cancellation: cancellation);
    }

    /// <summary>The same for any ratings, those that the model has learned from included; and, if wanted, of scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ratings">The ratings; users and items are matched by their ids.</param>
    /// <param name="ofScores">
    /// Whether to compare scores instead of predicted ratings, so that nothing is held within the range of ratings.
    /// </param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The model orders items and predicts no ratings.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static RatingErrors OfAny(
        MfModel model, RatingMatrix ratings, bool ofScores = false, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ratings);
        if (model.Predicts == PredictionKind.Preference)
        {
            throw new ArgumentException(
                "The model orders items and predicts no ratings that errors could be measured of; measure its rankings.", nameof(model));
        }

        ErrorSums sums = model.SumErrors(ratings, ofScores, threads, cancellation);
        double count = Math.Max(1, sums.Count);
        return new RatingErrors(sums.Count, sums.Unknown, sums.Squares / count, sums.Absolutes / count);
    }
}

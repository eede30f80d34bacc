using FastMf.Data;
using FastMf.Data.Matrix;
using FastMf.Data.Splitting;
using FastMf.Model;
using FastMf.Threading;

namespace FastMf.Reproductions;

/// <summary>
/// Swaps users and items. The articles solve users first and items last, <see cref="Training.AlsTrainer"/> items first and users last;
/// trained on swapped ratings it does what they do.
/// </summary>
internal static class Transposition
{
    public static RatingMatrix Of(RatingMatrix ratings, int threads) => RatingMatrix.FromRows(
        ratings.Items, ratings.Users, new SortedRatings(ratings.ByItem, null), WorkerTeam.Resolve(threads));

    public static RatingSplit Of(RatingSplit split, int threads) => new(Of(split.Train, threads), Of(split.Test, threads));

    /// <summary>The model with users and items swapped; the given one is disposed of.</summary>
    public static MfModel Of(MfModel model)
    {
        using (model)
        {
            ModelParameters from = model.Parameters;
            var to = new ModelParameters(model.Items.Count, model.Users.Count, model.Rank)
            {
                Mean = from.Mean,
                MinimumRating = from.MinimumRating,
                MaximumRating = from.MaximumRating,
            };
            from.ItemFactors.CopyTo(to.UserFactors);
            from.UserFactors.CopyTo(to.ItemFactors);
            from.ItemBiases.Span.CopyTo(to.UserBiases.Span);
            from.UserBiases.Span.CopyTo(to.ItemBiases.Span);
            return new MfModel(model.Items, model.Users, to, model.ItemRatingCounts.ToArray(), model.UserRatingCounts.ToArray(), model.Info);
        }
    }
}

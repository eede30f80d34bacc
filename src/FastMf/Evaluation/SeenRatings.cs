using FastMf.Data;
using FastMf.Model;

namespace FastMf.Evaluation;

/// <summary>Recognizes ratings that a model has learned from, by the numbers of ratings of users and items, which models keep.</summary>
internal static class SeenRatings
{
    /// <summary>
    /// Whether every user and every item that the model has learned about has at least as many ratings in the set. Ratings held out
    /// of training would have to outnumber it everywhere.
    /// </summary>
    public static bool AreIn(RatingMatrix ratings, MfModel model) =>
        ratings.Count >= model.Info.RatingCount
        && Covers(ratings.Users.IndexesIn(model.Users), ratings.ByUser.Offsets, model.UserRatingCounts)
        && Covers(ratings.Items.IndexesIn(model.Items), ratings.ByItem.Offsets, model.ItemRatingCounts);

    private static bool Covers(int[] rowInModel, ReadOnlySpan<int> offsets, ReadOnlySpan<int> learned)
    {
        int[] missing = learned.ToArray();
        for (int row = 0; row < rowInModel.Length; row++)
        {
            if (rowInModel[row] >= 0)
            {
                missing[rowInModel[row]] -= offsets[row + 1] - offsets[row];
            }
        }

        return missing.All(count => count <= 0);
    }
}

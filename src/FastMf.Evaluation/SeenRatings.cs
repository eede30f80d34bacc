using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Model;

namespace FastMf.Evaluation;

/// <summary>
/// Recognizes ratings that a model has learned from. Models keep a sketch of their training pairs, the 16,384 smallest hashes of user and
/// item by their ids, and the number of ratings of every user and item.
/// </summary>
/// <remarks>
/// Of up to 16,384 training ratings the sketch holds all, and each of them is recognized. Of n more it holds the part 16,384 / n, chosen by
/// hash: m of them without any other rating escape with probability (1 - 16,384 / n)^m, one in 700 for 10,000 ratings of 25 million.
/// A pair that was not learned from is taken for one that was with probability 16,384 / 2^64 at most. Models from files of before there
/// were sketches recognize sets only that contain all their training ratings.
/// </remarks>
public static class SeenRatings
{
    /// <summary>Refuses to test a model on ratings that it has learned from, even if a single one is recognized.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ratings">The ratings to test it on; users and items are matched by their ids.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SeenRatingsException">The model has learned from a rating of them.</exception>
    /// <exception cref="ModelFileException">The model is mapped, and its file is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public static void Refuse(MfModel model, RatingMatrix ratings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ratings);
        (int looked, int seen) = model.CountLearnedPairs(ratings);
        if (seen > 0)
        {
            throw new SeenRatingsException(
                $"Of these {ratings.Count:N0} ratings {looked:N0} could be looked up in what the model keeps of its training, and "
                + $"{seen:N0} of them are there: it has learned from them, and what is measured on them says nothing about others. "
                + "Test on other ratings.");
        }

        if (ratings.Count >= model.Info.RatingCount
            && Covers(ratings.Users.IndexesIn(model.Users), ratings.ByUser.Offsets, model.UserRatingCounts)
            && Covers(ratings.Items.IndexesIn(model.Items), ratings.ByItem.Offsets, model.ItemRatingCounts))
        {
            throw new SeenRatingsException(
                "Every user and item has as many ratings here as the model has learned from, or more: these "
                + $"{ratings.Count:N0} ratings contain the training ratings, on which errors are too small. Test on other ratings.");
        }

        GC.KeepAlive(model);
    }

    /// <summary>
    /// Whether every row that the model has learned about has at least as many ratings in the set. Ratings held out of training would
    /// have to outnumber it everywhere.
    /// </summary>
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

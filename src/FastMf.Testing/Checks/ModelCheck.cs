using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Testing.Checks;

/// <summary>What every trained model promises, whatever trained it.</summary>
public static class ModelCheck
{
    private const string LawName = "A model fits its ratings";

    /// <summary>
    /// Ids and counts are those of the ratings; every number is finite; padding is zero; a user or item without ratings has zeros and is
    /// unknown; predictions lie within the model's range.
    /// </summary>
    /// <param name="train">The ratings that were learned from.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="LawBrokenException">One of these is not so.</exception>
    public static void Fits(RatingMatrix train, MfModel model)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(model);
        (int users, int items, long ratings) = (model.Users.Count, model.Items.Count, model.Info.RatingCount);
        Law.Require(
            users == train.Users.Count && items == train.Items.Count && ratings == train.Count,
            LawName,
            $"it has {users} users, {items} items and {ratings} ratings for {train.Users.Count}, {train.Items.Count} and {train.Count}.");
        (float minimum, float maximum) = (model.MinimumRating, model.MaximumRating);
        Law.Require(
            float.IsFinite(model.Mean) && float.IsFinite(minimum) && float.IsFinite(maximum) && minimum <= maximum,
            LawName,
            $"mean {model.Mean} and range {minimum} to {maximum} are no numbers, or no range.");
        Axis(
            "user",
            train.Users,
            train.ByUser,
            model.UserFactors,
            model.UserBiases,
            model.UserRatingCounts,
            id => model.TryGetUser(id, out _));
        Axis(
            "item",
            train.Items,
            train.ByItem,
            model.ItemFactors,
            model.ItemBiases,
            model.ItemRatingCounts,
            id => model.TryGetItem(id, out _));
        foreach (Rating rating in Triples.Of(train))
        {
            float prediction = model.Predict(new UserIndex(rating.User), new ItemIndex(rating.Item));
            Law.Require(
                prediction >= minimum && prediction <= maximum,
                LawName,
                $"user {rating.User} is predicted {prediction} for item {rating.Item}, outside {minimum} to {maximum}.");
        }
    }

    private static void Axis(
        string name,
        IdMap ids,
        CompressedRows rows,
        FactorMatrix factors,
        ReadOnlySpan<float> biases,
        ReadOnlySpan<int> counts,
        Func<string, bool> isKnown)
    {
        FactorView view = factors.View;
        for (int row = 0; row < ids.Count; row++)
        {
            int count = rows.RowLength(row);
            ReadOnlySpan<float> padded = view.PaddedRow(row);
            Law.Require(counts[row] == count, LawName, $"{name} {row} has {count} ratings and counts {counts[row]}.");
            Law.Require(
                isKnown(ids.GetId(row)) == count > 0, LawName, $"{name} {row} with {count} ratings is known or unknown, contrary to them.");
            Law.Require(
                float.IsFinite(biases[row]) && !padded.ContainsAnyExceptInRange(float.MinValue, float.MaxValue),
                LawName,
                $"{name} {row} has a number that is not finite.");
            Law.Require(!padded[factors.Rank..].ContainsAnyExcept(0f), LawName, $"the padding of {name} {row} is not zero.");
            Law.Require(
                count > 0 || (biases[row] == 0 && !padded.ContainsAnyExcept(0f)),
                LawName,
                $"{name} {row} has no ratings, yet factors or a bias.");
        }

        GC.KeepAlive(factors);
    }
}

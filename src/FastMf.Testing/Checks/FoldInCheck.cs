using FastMf.Data;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Testing.Checks;

/// <summary>The claim of alternating least squares: a trained user is what folding his training ratings in gives.</summary>
public static class FoldInCheck
{
    private const string LawName = "Fold-in equals training";

    /// <summary>Folds every user in and compares factors and bias with the trained ones.</summary>
    /// <param name="train">The ratings that were learned from.</param>
    /// <param name="model">The model.</param>
    /// <param name="tolerance">The largest difference of a number that is allowed; 0: the same bits.</param>
    /// <exception cref="LawBrokenException">A user differs.</exception>
    public static void EqualsTraining(RatingMatrix train, MfModel model, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(model);
        using var foldIn = new UserFoldIn(model);
        float[] factors = new float[model.ItemFactors.Stride];
        for (int user = 0; user < train.Users.Count; user++)
        {
            RatingRow row = train.ByUser.Row(user);
            ItemIndex[] items = new ItemIndex[row.Count];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = new ItemIndex(row.Indexes[i]);
            }

            float bias = foldIn.Solve(items, row.Values, factors);
            Compare(user, "bias", bias, model.UserBiases[user], tolerance);
            ReadOnlySpan<float> trained = model.UserFactors.Row(user);
            for (int f = 0; f < trained.Length; f++)
            {
                Compare(user, $"factor {f}", factors[f], trained[f], tolerance);
            }
        }
    }

    private static void Compare(int user, string name, float folded, float trained, double tolerance) => Law.Require(
        Math.Abs((double)folded - trained) <= tolerance,
        LawName,
        $"the {name} of user {user} is {folded} when folded in and {trained} as trained.");
}

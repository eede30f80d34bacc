using FastMf.Data;
using FastMf.Model;

namespace FastMf.Cli.Reproductions;

/// <summary>
/// Swaps users and items. The articles solve users first and items last, <see cref="Training.AlsTrainer"/> items first and users last;
/// trained on swapped ratings it does what they do.
/// </summary>
internal static class Transposition
{
    /// <summary>The model of the ratings from one of the swapped ratings, which is disposed of.</summary>
    public static MfModel Of(MfModel model, RatingMatrix ratings)
    {
        using (model)
        {
            return MfModel.Create(
                ratings, Copy(model.ItemFactors), Copy(model.UserFactors), model.ItemBiases, model.UserBiases, model.Mean, model.Info);
        }
    }

    private static FactorMatrix Copy(FactorMatrix factors) => FactorMatrix.CopyOf(factors.AsSpan2D());
}

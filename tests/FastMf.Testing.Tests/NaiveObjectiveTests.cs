using FastMf.Data;
using FastMf.Model;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

public class NaiveObjectiveTests
{
    /// <summary>The last user and the last item have no ratings: their parameters must not count.</summary>
    [Fact]
    public void A_case_worked_by_hand()
    {
        RatingMatrix ratings = RatingMatrix.Create(
            IdMap.Range(3), IdMap.Range(3), new[] { new Rating(0, 0, 4), new Rating(0, 1, 4), new Rating(1, 1, 3) });
        var model = new NaiveBiasedModel(3, 3, 1) { Mean = 3 };
        double[] userBiases = [1, 0, 5], itemBiases = [0, -1, 7], userFactors = [1, 2, 9], itemFactors = [1, -1, 9];
        for (int i = 0; i < 3; i++)
        {
            (model.UserBiases[i], model.ItemBiases[i]) = (userBiases[i], itemBiases[i]);
            (model.UserFactors[i][0], model.ItemFactors[i][0]) = (userFactors[i], itemFactors[i]);
        }

        // Predicted are 5, 2 and 0, so the errors are -1, 2 and 3.
        const double Errors = 1 + 4 + 9;

        // 0.5 n |factors|^2 + 2 b^2 with n = 2 and 1 for the users, 1 and 2 for the items.
        const double Penalties = (0.5 * 2 * 1 + 2) + (0.5 * 1 * 4 + 0) + (0.5 * 1 * 1 + 0) + (0.5 * 2 * 1 + 2);
        var regularization = new RowRegularization(0.5f, 1, 2, 0);
        Assert.Equal(Errors + Penalties, Of(ObjectiveKind.ObservedOnly), 1e-12);

        // Of all pairs of the first two, one has no rating: user 1 and item 0, predicted 3 + 0 + 0 + 2.
        Assert.Equal(Errors + 25 + Penalties, Of(ObjectiveKind.MissingAsZero), 1e-12);

        // The targets are 1, the weights 1 + 2 r.
        Assert.Equal(9 * 16 + 9 * 1 + 7 * 1 + 25 + Penalties, Of(ObjectiveKind.Implicit), 1e-12);

        double Of(ObjectiveKind kind) => NaiveObjective.Of(ratings, model, new RowObjective(kind, regularization, Alpha: 2));
    }
}

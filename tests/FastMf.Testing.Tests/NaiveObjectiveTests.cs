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
        var regularization = new RowRegularization(0.5f, RegularizationScaling.Count, 2, RegularizationScaling.Plain);
        Assert.Equal(Errors + Penalties, NaiveObjective.Of(ratings, model, regularization), 1e-12);
    }
}

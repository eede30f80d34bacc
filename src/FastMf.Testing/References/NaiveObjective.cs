using FastMf.Data;
using FastMf.Model;

namespace FastMf.Testing.References;

/// <summary>The objectives of the biased factor model in double precision, by their definition.</summary>
public static class NaiveObjective
{
    /// <summary>
    /// sum of c (p - mu - b_u - b_i - x_u . y_i)^2 over the ratings, or over all pairs of a user and an item that have ratings, + the
    /// penalty of every user and item that has ratings.
    /// </summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="parameters">The parameters, in double precision.</param>
    /// <param name="objective">The pairs that count, their targets and weights, and the ridge of a row.</param>
    public static double Of(RatingMatrix ratings, NaiveBiasedModel parameters, RowObjective objective)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(parameters);
        double sum = 0;
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int item = 0; item < ratings.Items.Count && row.Count > 0; item++)
            {
                int position = row.Indexes.BinarySearch(item);
                if (position >= 0)
                {
                    float rating = row.Values[position];
                    sum += objective.WeightOf(rating) * Square(objective.TargetOf(rating) - parameters.Predict(user, item));
                }
                else if (objective.CountsMissing && ratings.ByItem.RowLength(item) > 0)
                {
                    sum += Square(parameters.Predict(user, item));
                }
            }

            sum += Penalty(row.Count, parameters.UserFactors[user], parameters.UserBiases[user], objective.Regularization);
        }

        for (int item = 0; item < ratings.Items.Count; item++)
        {
            sum += Penalty(
                ratings.ByItem.RowLength(item), parameters.ItemFactors[item], parameters.ItemBiases[item], objective.Regularization);
        }

        return sum;
    }

    private static double Penalty(int count, double[] factors, double bias, RowRegularization regularization) => count == 0
        ? 0
        : regularization.FactorsOf(count) * factors.Sum(Square) + regularization.BiasOf(count) * bias * bias;

    private static double Square(double value) => value * value;
}

using FastMf.Data;
using FastMf.Model;

namespace FastMf.Testing.References;

/// <summary>The observed-only objective of the biased factor model in double precision, by its definition.</summary>
public static class NaiveObjective
{
    /// <summary>
    /// sum over ratings of (r - mu - b_u - b_i - x_u . y_i)^2 + the penalty of every user and item that has ratings.
    /// </summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="parameters">The parameters, in double precision.</param>
    /// <param name="regularization">The ridge of a row.</param>
    public static double Of(RatingMatrix ratings, NaiveBiasedModel parameters, RowRegularization regularization)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(parameters);
        double sum = 0;
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                double error = row.Values[i] - parameters.Predict(user, row.Indexes[i]);
                sum += error * error;
            }

            sum += Penalty(row.Count, parameters.UserFactors[user], parameters.UserBiases[user], regularization);
        }

        for (int item = 0; item < ratings.Items.Count; item++)
        {
            sum += Penalty(ratings.ByItem.RowLength(item), parameters.ItemFactors[item], parameters.ItemBiases[item], regularization);
        }

        return sum;
    }

    private static double Penalty(int count, double[] factors, double bias, RowRegularization regularization) => count == 0
        ? 0
        : regularization.FactorsOf(count) * factors.Sum(value => value * value) + regularization.BiasOf(count) * bias * bias;
}

using FastMf.Model;

namespace FastMf.Testing.References;

/// <summary>
/// The biased factor model in double precision: prediction mu + b_u + b_i + p_u . q_i, and SGD on it as the textbook writes it.
/// </summary>
public sealed class NaiveBiasedModel
{
    /// <summary>Creates a model with every parameter 0.</summary>
    /// <param name="users">The number of users.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="rank">Factors for each user and item.</param>
    public NaiveBiasedModel(int users, int items, int rank)
    {
        UserFactors = NewRows(users, rank);
        ItemFactors = NewRows(items, rank);
        UserBiases = new double[users];
        ItemBiases = new double[items];
    }

    /// <summary>A copy of a trained model, so that references can judge it.</summary>
    /// <param name="model">The model.</param>
    public static NaiveBiasedModel Of(MfModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = new NaiveBiasedModel(model.Users.Count, model.Items.Count, model.Rank) { Mean = model.Mean };
        for (int user = 0; user < model.Users.Count; user++)
        {
            copy.UserBiases[user] = model.UserBiases[user];
            Widen(model.UserFactors.Row(user), copy.UserFactors[user]);
        }

        for (int item = 0; item < model.Items.Count; item++)
        {
            copy.ItemBiases[item] = model.ItemBiases[item];
            Widen(model.ItemFactors.Row(item), copy.ItemFactors[item]);
        }

        return copy;
    }

    /// <summary>The constant part of every prediction.</summary>
    public double Mean { get; set; }

    /// <summary>p_u for each user.</summary>
    public IReadOnlyList<double[]> UserFactors { get; }

    /// <summary>q_i for each item.</summary>
    public IReadOnlyList<double[]> ItemFactors { get; }

    /// <summary>b_u for each user.</summary>
    public IList<double> UserBiases { get; }

    /// <summary>b_i for each item.</summary>
    public IList<double> ItemBiases { get; }

    /// <summary>mu + b_u + b_i + p_u . q_i.</summary>
    public double Predict(int user, int item)
    {
        double sum = Mean + UserBiases[user] + ItemBiases[item];
        for (int f = 0; f < UserFactors[user].Length; f++)
        {
            sum += UserFactors[user][f] * ItemFactors[item][f];
        }

        return sum;
    }

    /// <summary>
    /// Half of one rating's regularized loss, (e^2 + l_bu b_u^2 + l_bi b_i^2 + l_u |p|^2 + l_i |q|^2) / 2, whose negative gradient is
    /// the direction of the SGD step.
    /// </summary>
    public double HalfLoss(int user, int item, double value, NaiveRegularization regularization)
    {
        ArgumentNullException.ThrowIfNull(regularization);
        double e = value - Predict(user, item);
        return 0.5 * (e * e
            + regularization.UserBias * UserBiases[user] * UserBiases[user]
            + regularization.ItemBias * ItemBiases[item] * ItemBiases[item]
            + regularization.UserFactors * SquaredNorm(UserFactors[user])
            + regularization.ItemFactors * SquaredNorm(ItemFactors[item]));
    }

    /// <summary>One SGD step; returns the error before it.</summary>
    /// <param name="user">The user's index.</param>
    /// <param name="item">The item's index.</param>
    /// <param name="value">The rating.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The four regularizations.</param>
    /// <param name="simultaneous">Whether the item's step uses the user's old factors.</param>
    public double Step(int user, int item, double value, double learningRate, NaiveRegularization regularization, bool simultaneous)
    {
        ArgumentNullException.ThrowIfNull(regularization);
        double e = value - Predict(user, item);
        UserBiases[user] += learningRate * (e - regularization.UserBias * UserBiases[user]);
        ItemBiases[item] += learningRate * (e - regularization.ItemBias * ItemBiases[item]);
        double[] p = UserFactors[user];
        double[] q = ItemFactors[item];
        for (int f = 0; f < p.Length; f++)
        {
            double oldP = p[f];
            p[f] += learningRate * (e * q[f] - regularization.UserFactors * p[f]);
            q[f] += learningRate * (e * (simultaneous ? oldP : p[f]) - regularization.ItemFactors * q[f]);
        }

        return e;
    }

    private static double[][] NewRows(int count, int rank) => [.. Enumerable.Range(0, count).Select(_ => new double[rank])];

    private static void Widen(ReadOnlySpan<float> from, double[] to)
    {
        for (int f = 0; f < to.Length; f++)
        {
            to[f] = from[f];
        }
    }

    private static double SquaredNorm(double[] x) => x.Sum(value => value * value);
}

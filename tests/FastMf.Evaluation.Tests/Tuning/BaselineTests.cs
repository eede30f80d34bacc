using FastMf.Data;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using Xunit;

namespace FastMf.Evaluation.Tests.Tuning;

public class BaselineTests
{
    private static readonly RatingMatrix Ratings = RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100);

    [Fact]
    public void The_mean_predicts_the_mean()
    {
        using MfModel model = Baselines.Mean.CreateTrainer().Train(Ratings).Model;
        Assert.All(
            Enumerable.Range(0, model.Users.Count),
            user => Assert.Equal(Ratings.Statistics.Mean, model.Score(new UserIndex(user), new ItemIndex(user % model.Items.Count)), 1e-4));
    }

    [Fact]
    public void Biases_are_those_of_alternating_ridge_regressions()
    {
        using MfModel model = Baselines.Biases.CreateTrainer().Train(Ratings).Model;
        double[] users = new double[Ratings.Users.Count];
        double[] items = new double[Ratings.Items.Count];
        for (int epoch = 0; epoch < 15; epoch++)
        {
            items = Solve(Ratings.ByItem, users);
            users = Solve(Ratings.ByUser, items);
        }

        for (int user = 0; user < users.Length; user++)
        {
            Assert.Equal(users[user], model.UserBiases[user], 1e-3);
        }

        Assert.All(Enumerable.Range(0, model.Items.Count), item => Assert.Equal(0, model.ItemFactors.Row(item)[0], 1e-6));
    }

    private static double[] Solve(CompressedRows rows, double[] others)
    {
        double mean = Ratings.Statistics.Mean;
        double[] biases = new double[rows.RowCount];
        for (int row = 0; row < biases.Length; row++)
        {
            RatingRow ratings = rows.Row(row);
            for (int i = 0; i < ratings.Count; i++)
            {
                biases[row] += ratings.Values[i] - mean - others[ratings.Indexes[i]];
            }

            biases[row] /= ratings.Count + 5;
        }

        return biases;
    }
}

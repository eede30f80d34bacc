using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Testing.References;
using FastMf.Tests.Model;
using FastMf.Tests.Training;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Recommending;

public class UserFoldInTests
{
    [SeededProperty]
    public void Factors_and_bias_are_those_of_a_dense_double_solve(RowCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.Create(
            random, 1, drawn.Items, drawn.Rank, () => 0.5 * random.NextGaussian());

        // Drawn with repetition: an item that occurs twice counts twice.
        ItemIndex[] items =
            [.. Enumerable.Range(0, drawn.Ratings).Select(_ => new ItemIndex(random.NextInt32(model.Items.Count)))];
        float[] ratings = [.. items.Select(_ => 0.5f * (1 + random.NextInt32(10)))];
        double[][] rows = [.. items.Select(item => model.ItemFactors.Row(item.Value).ToArray().Select(value => (double)value).ToArray())];
        double[] targets = [.. items.Zip(ratings, (item, rating) => (double)rating - model.Mean - model.ItemBiases[item.Value])];
        double[] expected = NaiveRowSolver.Solve(rows, targets, model.Info.Objective.Regularization, model.Info.UsesBiases);

        float[] factors = [.. Enumerable.Repeat(float.NaN, model.ItemFactors.Stride)];
        using var foldIn = new UserFoldIn(model);
        float bias = foldIn.Solve(items, ratings, factors);
        for (int f = 0; f < model.Rank; f++)
        {
            Assert.Equal(expected[f], factors[f], 2e-3);
        }

        Assert.Equal(expected[model.Rank], bias, 2e-3);
        Assert.All(factors[model.Rank..], padding => Assert.Equal(0, padding));
    }

    /// <summary>An epoch solves items first and users last, for these items.</summary>
    [SeededProperty(Runs = 75)]
    public void Folding_a_trained_user_in_gives_his_trained_row_bit_for_bit(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        AlsOptions options = drawn.Options with { Epochs = 1 + random.NextInt32(3), RegularizationExponent = random.NextInt32(4) * 0.5f };
        using MfModel model = new AlsTrainer(options).Train(ratings).Model;
        using var foldIn = new UserFoldIn(model);
        float[] factors = new float[model.UserFactors.Stride];
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            ItemIndex[] items = [.. row.Indexes.ToArray().Select(item => new ItemIndex(item))];
            float[] values = row.Values.ToArray();
            if (random.NextInt32(2) == 0)
            {
                // The order in which a caller names them does not matter.
                Array.Reverse(items);
                Array.Reverse(values);
            }

            float bias = foldIn.Solve(items, values, factors);
            Assert.Equal(model.UserBiases[user], bias);
            Assert.Equal(model.UserFactors.View.PaddedRow(user).ToArray(), factors);
        }
    }

    [Fact]
    public void A_user_without_ratings_gets_zeros()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(5));
        using var foldIn = new UserFoldIn(model);
        float[] factors = [.. Enumerable.Repeat(7f, model.ItemFactors.Stride)];
        Assert.Equal(0, foldIn.Solve([], [], factors));
        Assert.All(factors, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(5), 2, 6, 5);
        using var foldIn = new UserFoldIn(model);
        ItemIndex[] one = [new ItemIndex(0)];
        float[] factors = new float[16];
        Assert.Throws<ArgumentNullException>("model", () => new UserFoldIn(null!));
        string message = Assert.Throws<ArgumentException>("ratings", () => foldIn.Solve(one, [1, 2], factors)).Message;
        Assert.Contains("Got 1 items, 2 ratings and 16 factors", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("ratings", () => foldIn.Solve(one, [], factors));
        Assert.Throws<ArgumentException>("factors", () => foldIn.Solve(one, [1], new float[5]));
        Assert.Throws<ArgumentException>("factors", () => foldIn.Solve(one, [1], new float[32]));
        foreach (float rating in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Assert.Throws<ArgumentException>("ratings", () => foldIn.Solve(one, [rating], factors));
        }

        foreach (int item in new[] { -1, 6, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>("items", () => foldIn.Solve([new ItemIndex(item)], [1], factors));
        }
    }

    [Fact]
    public void Equations_without_a_unique_solution_are_an_error_of_their_own()
    {
        using MfModel original = RandomModel.CreateExact(new SeededRandom(5), 2, 6, 5);
        var none = new RowRegularization(0, 0, 0, 0);
        var model = new MfModel(
            original.Users,
            original.Items,
            original.Parameters,
            [1, 1],
            [1, 1, 1, 1, 1, 1],
            original.Info with { Objective = new RowObjective(ObjectiveKind.ObservedOnly, none) });
        using var foldIn = new UserFoldIn(model);

        // One rating cannot fix five factors.
        var error = Assert.Throws<FoldInException>(() => foldIn.Solve([new ItemIndex(0)], [3], new float[16]));
        Assert.Contains("1 ratings is not positive definite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratings_too_large_for_float_arithmetic_give_no_garbage()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(5), 2, 6, 5);
        using var foldIn = new UserFoldIn(model);
        var error = Assert.Throws<FoldInException>(() => foldIn.Solve(
            [new ItemIndex(0), new ItemIndex(1), new ItemIndex(2)], [float.MaxValue, float.MinValue, float.MaxValue], new float[16]));
        Assert.Contains("The solution for 3 ratings is not finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_fold_in_says_so()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(5), 2, 6, 5);
        var foldIn = new UserFoldIn(model);
        foldIn.Dispose();
        foldIn.Dispose();
        Assert.Throws<ObjectDisposedException>(() => foldIn.Solve([new ItemIndex(0)], [3], new float[16]));
    }

    public sealed record RowCase([Between(1, 60)] int Items, [Between(1, 40)] int Rank, [Between(1, 80)] int Ratings, int Seed)
        : SeededCase(Seed);
}

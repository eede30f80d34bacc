using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Evaluation;
using FastMf.Evaluation.Generation;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.TestCommon;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

/// <summary>The default options learn from anything: the error falls below that of the mean, and nothing diverges.</summary>
public class AdaptiveRuleTests
{
    private static readonly RatingMatrix Planted =
        RatingGenerator.Generate(new GeneratorOptions { Users =
            800, Items = 500, Ratings = 40_000, PlantedRank = 4, TestFraction = 0.1 }).Train;

    [Fact]
    public void Ratings_a_thousand_times_as_large_give_the_same_model_in_their_unit()
    {
        double plain = TrainRmse(Planted);
        Assert.Equal(plain, TrainRmse(Scaled(Planted, 1000)) / 1000, 2e-3 * plain);
    }

    [Fact]
    public void Ratings_four_times_as_large_give_four_times_the_predictions_to_the_last_bit()
    {
        // Powers of 4 change neither the mantissas of ratings nor those of factors.
        using MfModel one = new SgdTrainer().Train(Planted).Model;
        using MfModel four = new SgdTrainer().Train(Scaled(Planted, 4)).Model;
        for (int user = 0; user < 50; user++)
        {
            Assert.Equal(4 * one.Score(new UserIndex(user), new ItemIndex(user)), four.Score(new UserIndex(user), new ItemIndex(user)));
        }
    }

    [Fact]
    public void Ratings_between_0_and_1_are_learned()
    {
        RatingStatistics statistics = Planted.Statistics;
        double rmse = TrainRmse(Scaled(Planted, 1 / statistics.Maximum));
        Assert.InRange(rmse, 0, 0.8 * statistics.StandardDeviation / statistics.Maximum);
    }

    [Fact]
    public void One_outlier_of_a_million_leaves_the_model_finite()
    {
        Rating[] ratings = Triples(Planted);
        ratings[12_345] = ratings[12_345] with { Value = 1e6f };
        using MfModel model = new SgdTrainer().Train(RatingMatrix.Create(Planted.Users, Planted.Items, ratings)).Model;
        AssertFinite(model);
    }

    [Fact]
    public void A_single_user_and_a_single_item_are_learned()
    {
        var random = new SeededRandom(8);
        Rating[] ofUser = [.. Enumerable.Range(0, 500).Select(i => new Rating(0, i, 1 + random.NextInt32(5)))];
        Rating[] ofItem = [.. ofUser.Select(rating => new Rating(rating.Item, 0, rating.Value))];
        foreach (RatingMatrix ratings in new[]
        {
            RatingMatrix.Create(IdMap.Range(1), IdMap.Range(500), ofUser), RatingMatrix.Create(IdMap.Range(500), IdMap.Range(1), ofItem),
        })
        {
            Assert.InRange(TrainRmse(ratings), 0, ratings.Statistics.StandardDeviation);
        }
    }

    [Fact]
    public void Equal_ratings_are_predicted_as_such()
    {
        Rating[] ratings = [.. Triples(Planted).Select(rating => rating with { Value = 4 })];
        Assert.InRange(TrainRmse(RatingMatrix.Create(Planted.Users, Planted.Items, ratings)), 0, 1e-3);
    }

    [Fact]
    public void Without_biases_the_scale_is_that_of_the_ratings_themselves()
    {
        double rmse = TrainRmse(Planted, new SgdOptions { UseBiases = false });
        Assert.InRange(rmse, 0, Planted.Statistics.StandardDeviation);
    }

    [Fact]
    public void A_popular_item_that_meets_new_users_only_stays_bounded()
    {
        // 60,000 users with one rating each, all of one item but for a few: noise must not feed on itself.
        var random = new SeededRandom(2);
        Rating[] ratings = [.. Enumerable.Range(0, 60_000).Select(
            user => new Rating(user, user % 100 == 0 ? 1 : 0, 1 + random.NextInt32(5)))];
        using MfModel model = new SgdTrainer().Train(RatingMatrix.Create(IdMap.Range(60_000), IdMap.Range(2), ratings)).Model;
        Assert.All(model.ItemFactors.Row(0).ToArray(), factor => Assert.InRange(factor, -3, 3));
    }

    [SeededProperty(Runs = 20)]
    public void The_objective_falls_over_the_first_epochs_for_any_seed(TrainerSeedCase drawn)
    {
        TrainingResult result = new SgdTrainer(new SgdOptions { Rank = 8, Epochs = 5, Seed = drawn.Seed }).Train(Planted);
        using MfModel model = result.Model;
        for (int epoch = 1; epoch < result.Epochs.Count; epoch++)
        {
            Assert.InRange(result.Epochs[epoch].Loss, 0, result.Epochs[epoch - 1].Loss);
        }
    }

    [SeededProperty]
    public void Any_small_matrix_is_learned_without_divergence(RankedCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        var options = new SgdOptions { Rank = drawn.Rank, Epochs = 5, Update = (SgdUpdateRule)random.NextInt32(2) };
        using MfModel model = new SgdTrainer(options).Train(ratings).Model;
        AssertFinite(model);
    }

    /// <summary>
    /// The shapes of MovieLens: two in full, and of the largest a fiftieth of users and ratings over a tenth of the items, so that users
    /// have as many ratings and most items have few.
    /// </summary>
    [Theory]
    [InlineData("ml-100k", 1, 1, 1, 20)]
    [InlineData("ml-1m", 1, 1, 1, 8)]
    [InlineData("ml-25m", 50, 10, 50, 8)]
    public void Generated_shapes_are_learned(string shape, int fewerUsers, int fewerItems, int fewerRatings, int epochs)
    {
        Assert.True(GeneratorOptions.TryParseShape(shape, out GeneratorOptions? options));
        GeneratedRatings generated = RatingGenerator.Generate(options with
        {
            Users = options.Users / fewerUsers,
            Items = options.Items / fewerItems,
            Ratings = options.Ratings / fewerRatings,
            TestFraction = 0.1,
        });
        TrainingResult result = new SgdTrainer(new SgdOptions { Epochs = epochs }).Train(generated.Train);
        using MfModel model = result.Model;
        AssertFinite(model);
        Assert.Equal(result.Epochs.OrderByDescending(report => report.Loss), result.Epochs);
        Assert.InRange(
            RatingErrors.Of(model, generated.Test!).Rmse,
            generated.BestTestRmse!.Value,
            0.95 * generated.Test!.Statistics.StandardDeviation);
    }

    [RealDataFact]
    public void Both_real_sets_keep_their_test_error()
    {
        Assert.InRange(RealTestRmse(RealData.Path2018("split/train.txt"), RealData.Path2018("split/test.txt")), 0.80, 0.845);
        Assert.InRange(
            RealTestRmse(RealData.Path2016("split/train.txt"), RealData.Path2016("split/test.txt")), 0.80, 0.875);
    }

    private static double RealTestRmse(string trainPath, string testPath)
    {
        using MfModel model = new SgdTrainer().Train(RatingReader.Read(trainPath).Ratings).Model;
        return RatingErrors.OfAny(model, RatingReader.Read(testPath).Ratings).Rmse;
    }

    private static double TrainRmse(RatingMatrix ratings, SgdOptions? options = null)
    {
        using MfModel model = new SgdTrainer(options).Train(ratings).Model;
        AssertFinite(model);
        return RatingErrors.OfAny(model, ratings).Rmse;
    }

    private static void AssertFinite(MfModel model)
    {
        Assert.True(model.Parameters.UserFactors.Buffer.Span.ToArray().All(float.IsFinite));
        Assert.True(model.Parameters.ItemFactors.Buffer.Span.ToArray().All(float.IsFinite));
        Assert.True(model.UserBiases.ToArray().Concat(model.ItemBiases.ToArray()).All(float.IsFinite));
    }

    private static RatingMatrix Scaled(RatingMatrix ratings, float factor) => RatingMatrix.Create(
        ratings.Users, ratings.Items, Triples(ratings).Select(rating => rating with { Value = factor * rating.Value }).ToArray());

    private static Rating[] Triples(RatingMatrix ratings) =>
        [.. Grids.Samples(ratings).Select(sample => new Rating(sample.User, sample.Item, sample.Value))];

    /// <summary>The seed of the trainer alone; the ratings are the same in every case.</summary>
    public sealed record TrainerSeedCase(int Seed) : SeededCase(Seed);
}

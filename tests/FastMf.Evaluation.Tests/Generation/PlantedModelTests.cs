using FastMf.Data;
using FastMf.Evaluation.Generation;
using Xunit;

namespace FastMf.Evaluation.Tests.Generation;

public sealed class PlantedModelTests
{
    private static readonly GeneratorOptions Options = GeneratorOptions.MovieLens100K with { TestFraction = 0.2 };
    private static readonly GeneratedRatings Generated = RatingGenerator.Generate(Options);

    [Fact]
    public void The_planted_rmse_is_that_of_the_clipped_model_recomputed_naively()
    {
        Assert.Equal(Rmse(Generated.Train, PlantedValue), Generated.PlantedTrainRmse!.Value, 1e-9);
        Assert.Equal(Rmse(Generated.Test!, PlantedValue), Generated.PlantedTestRmse!.Value, 1e-9);

        static double PlantedValue(int user, int item) => Math.Clamp(NaivePrediction(user, item), 0.5, 5);
    }

    [Fact]
    public void The_best_rmse_is_that_of_the_mean_over_all_noise_recomputed_by_integration()
    {
        Assert.Equal(Rmse(Generated.Train, MeanRating), Generated.BestTrainRmse!.Value, 1e-5);
        Assert.Equal(Rmse(Generated.Test!, MeanRating), Generated.BestTestRmse!.Value, 1e-5);

        static double MeanRating(int user, int item)
        {
            double x = NaivePrediction(user, item);
            double sum = 0;
            double weights = 0;
            for (int i = -200; i <= 200; i++)
            {
                double z = i / 40.0;
                double weight = Math.Exp(-z * z / 2);
                double rating = Math.Round(2 * (x + Options.NoiseDeviation * z), MidpointRounding.AwayFromZero) / 2;
                sum += weight * Math.Clamp(rating, 0.5, 5);
                weights += weight;
            }

            return sum / weights;
        }
    }

    [Fact]
    public void The_best_prediction_beats_the_planted_value_by_little_and_biases_alone_by_much()
    {
        double biases = Rmse(Generated.Test!, (user, item) => Math.Clamp(
            Generated.Planted.Mean + Generated.Planted.UserBiases[user] + Generated.Planted.ItemBiases[item], 0.5, 5));

        Assert.InRange(Generated.PlantedTestRmse!.Value, 0.75, 0.80);
        Assert.InRange(Generated.BestTestRmse!.Value, Generated.PlantedTestRmse.Value - 0.01, Generated.PlantedTestRmse.Value);
        Assert.InRange(biases, Generated.PlantedTestRmse.Value + 0.1, 1.0);
    }

    [Fact]
    public void Without_noise_only_rounding_is_left_and_the_best_prediction_is_exact()
    {
        GeneratedRatings noiseless = RatingGenerator.Generate(Options with { NoiseDeviation = 0 });

        // The error of rounding to steps of h is uniform, with standard deviation h / sqrt(12) = 0.144; at the ends it is 0.
        Assert.InRange(noiseless.PlantedTrainRmse!.Value, 0.13, 0.145);
        Assert.Equal(0, noiseless.BestTrainRmse);
    }

    [Fact]
    public void Deviations_of_the_parameters_are_those_of_the_options()
    {
        GeneratorOptions options = new() { Users = 20_000, Items = 20_000, Ratings = 40_000, PlantedRank = 5, MinimumRatingsPerUser = 1 };
        PlantedModel planted = RatingGenerator.Generate(options).Planted;

        Assert.Equal(options.UserBiasDeviation, Deviation(planted.UserBiases), 0.01);
        Assert.Equal(options.ItemBiasDeviation, Deviation(planted.ItemBiases), 0.01);
        double variance = 0;
        for (int f = 0; f < 5; f++)
        {
            double user = Deviation(Column(planted.UserFactors, f));
            double item = Deviation(Column(planted.ItemFactors, f));
            Assert.Equal(1, user, 0.03);
            Assert.Equal(options.InteractionDeviation / Math.Sqrt((f + 1) * 137.0 / 60), item, 0.02);
            variance += user * user * item * item;
        }

        Assert.Equal(options.InteractionDeviation, Math.Sqrt(variance), 0.02);

        static float[] Column(ReadOnlySpan<float> factors, int f) => [.. factors.ToArray().Where((_, i) => i % 5 == f)];
    }

    [Fact]
    public void Rank_zero_plants_biases_alone()
    {
        PlantedModel planted = RatingGenerator.Generate(Options with { PlantedRank = 0 }).Planted;

        Assert.Equal(planted.Mean + planted.UserBiases[3] + planted.ItemBiases[5], planted.Predict(3, 5));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(943, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1682)]
    public void Predicting_for_an_unknown_user_or_item_throws(int user, int item) =>
        Assert.Throws<IndexOutOfRangeException>(() => Generated.Planted.Predict(user, item));

    [Fact]
    public void Test_and_training_set_share_their_ids_and_have_about_the_wanted_sizes()
    {
        Assert.Same(Generated.Train.Users, Generated.Test!.Users);
        Assert.Same(Generated.Train.Items, Generated.Test.Items);
        Assert.Equal(100_000, Generated.Train.Count + Generated.Test.Count);
        Assert.InRange(Generated.Test.Count, 20_000 - 640, 20_000 + 640);
    }

    [Fact]
    public void Without_a_test_fraction_there_is_no_test_set()
    {
        GeneratedRatings whole = RatingGenerator.Generate(GeneratorOptions.MovieLens100K);

        Assert.Null(whole.Test);
        Assert.Null(whole.PlantedTestRmse);
        Assert.Null(whole.BestTestRmse);
    }

    private static double NaivePrediction(int user, int item)
    {
        PlantedModel planted = Generated.Planted;
        double sum = planted.Mean + planted.UserBiases[user] + planted.ItemBiases[item];
        for (int f = 0; f < planted.Rank; f++)
        {
            sum += (double)planted.UserFactors[user * planted.Rank + f] * planted.ItemFactors[item * planted.Rank + f];
        }

        return sum;
    }

    private static double Rmse(RatingMatrix ratings, Func<int, int, double> predict)
    {
        double sum = 0;
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                double error = row.Values[i] - predict(user, row.Indexes[i]);
                sum += error * error;
            }
        }

        return Math.Sqrt(sum / ratings.Count);
    }

    private static double Deviation(ReadOnlySpan<float> values) => RatingStatistics.Of(values).StandardDeviation;
}

using FastMf.Evaluation.Generation;
using Xunit;

namespace FastMf.Evaluation.Tests.Generation;

public sealed class GeneratorOptionsTests
{
    private static readonly GeneratorOptions Valid = new() { Users = 10, Items = 20, Ratings = 50 };

    public static TheoryData<GeneratorOptions, string> Invalid => new()
    {
        { Valid with { Users = 0 }, "Users" },
        { Valid with { Items = -1 }, "Items" },
        { Valid with { Ratings = 9 }, "Ratings" },
        { Valid with { Ratings = 201 }, "Ratings" },
        { Valid with { PlantedRank = -1 }, "PlantedRank" },
        { Valid with { PlantedRank = 1025 }, "PlantedRank" },
        { Valid with { Users = 30_000_000, Ratings = 30_000_000, PlantedRank = 100 }, "PlantedRank" },
        { Valid with { Mean = double.NaN }, "Mean" },
        { Valid with { UserBiasDeviation = -0.1 }, "UserBiasDeviation" },
        { Valid with { ItemBiasDeviation = double.PositiveInfinity }, "ItemBiasDeviation" },
        { Valid with { InteractionDeviation = double.NaN }, "InteractionDeviation" },
        { Valid with { NoiseDeviation = -1 }, "NoiseDeviation" },
        { Valid with { PopularityCorrelation = 1.5 }, "PopularityCorrelation" },
        { Valid with { PopularityCorrelation = double.NaN }, "PopularityCorrelation" },
        { Valid with { MinimumRating = double.NegativeInfinity }, "MinimumRating" },
        { Valid with { MaximumRating = 0.5 }, "MaximumRating" },
        { Valid with { RatingStep = 0 }, "RatingStep" },
        { Valid with { RatingStep = -0.5 }, "RatingStep" },
        { Valid with { RatingStep = 0.4 }, "RatingStep" },
        { Valid with { RatingStep = 1e-9 }, "RatingStep" },
        { Valid with { RatingStep = double.NaN }, "RatingStep" },
        { Valid with { MinimumRatingsPerUser = 0 }, "MinimumRatingsPerUser" },
        { Valid with { ActivityExponent = 0.001 }, "ActivityExponent" },
        { Valid with { TopUserShare = 1.1 }, "TopUserShare" },
        { Valid with { PopularityExponent = double.NaN }, "PopularityExponent" },
        { Valid with { TopItemShare = 1 }, "TopItemShare" },
        { Valid with { TestFraction = 1 }, "TestFraction" },
        { Valid with { TestFraction = 20 }, "TestFraction" },
        { Valid with { Threads = -1 }, "Threads" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_option_is_refused_by_name(GeneratorOptions options, string name)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => RatingGenerator.Generate(options));
        Assert.Equal(name, error.ParamName);
        Assert.NotNull(error.ActualValue);
    }

    [Fact]
    public void Too_many_ratings_are_refused_with_the_number_of_pairs() =>
        Assert.Contains(
            "10 users and 20 items make 200 pairs",
            Assert.Throws<ArgumentOutOfRangeException>(() => RatingGenerator.Generate(Valid with { Ratings = 201 })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Too_few_ratings_are_refused_with_what_to_do() =>
        Assert.Contains(
            "ask for more ratings or for fewer users",
            Assert.Throws<ArgumentOutOfRangeException>(() => RatingGenerator.Generate(Valid with { Ratings = 9 })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Null_is_refused() => Assert.Throws<ArgumentNullException>(() => RatingGenerator.Generate(null!));

    [Fact]
    public void One_user_one_item_and_one_rating_are_enough()
    {
        GeneratedRatings generated = RatingGenerator.Generate(new GeneratorOptions { Users = 1, Items = 1, Ratings = 1 });

        Assert.Equal(1, generated.Train.Count);
    }

    [Fact]
    public void A_training_set_that_the_coins_leave_empty_has_no_rmse()
    {
        GeneratedRatings generated = RatingGenerator.Generate(
            new GeneratorOptions { Users = 1, Items = 1, Ratings = 1, TestFraction = 0.999999 });

        Assert.Equal(0, generated.Train.Count);
        Assert.Null(generated.PlantedTrainRmse);
        Assert.NotNull(generated.PlantedTestRmse);
    }
}

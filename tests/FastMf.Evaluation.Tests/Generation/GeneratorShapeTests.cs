using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Numerics;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Evaluation.Tests.Generation;

public sealed class GeneratorShapeTests
{
    [SeededProperty]
    public void Any_size_has_exactly_the_wanted_ratings_distinct_in_range_and_no_empty_row(ShapeCase drawn)
    {
        GeneratorOptions options = drawn.ToOptions();
        RatingMatrix ratings = RatingGenerator.Generate(options).Train;

        Assert.Equal(options.Ratings, ratings.Count);
        Assert.Equal(options.Users, ratings.Users.Count);
        Assert.Equal(options.Items, ratings.Items.Count);
        int minimum = options.Ratings >= options.MinimumRatingsPerUser * options.Users ? options.MinimumRatingsPerUser : 1;
        for (int user = 0; user < options.Users; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            Assert.InRange(row.Count, minimum, options.Items);
            AssertStrictlyAscending(row.Indexes, options.Items);
        }

        if (options.Ratings >= options.Items)
        {
            Assert.All(Enumerable.Range(0, options.Items), item => Assert.NotEqual(0, ratings.ByItem.RowLength(item)));
        }
    }

    [Theory]
    [InlineData(0.01, 1e-9, 5_000)]
    [InlineData(0.01, 1e-9, 400_000)]
    [InlineData(1, 1e-9, 1_400_000)]
    [InlineData(10, 0.99, 5_000)]
    [InlineData(10, 0.99, 400_000)]
    [InlineData(10, 1e-9, 1_499_999)]
    public void Extreme_laws_still_add_up(double exponent, double topShare, int count)
    {
        RatingMatrix ratings = RatingGenerator.Generate(new GeneratorOptions
        {
            Users = 5_000,
            Items = 300,
            Ratings = count,
            PlantedRank = 0,
            ActivityExponent = exponent,
            PopularityExponent = exponent,
            TopUserShare = topShare,
            TopItemShare = topShare,
        }).Train;

        Assert.Equal(count, ratings.Count);
        for (int user = 0; user < 5_000; user++)
        {
            AssertStrictlyAscending(ratings.ByUser.Row(user).Indexes, 300);
        }
    }

    [Fact]
    public void A_full_matrix_can_be_generated()
    {
        RatingMatrix ratings = RatingGenerator.Generate(new GeneratorOptions { Users = 40, Items = 70, Ratings = 2800 }).Train;

        Assert.Equal(1, ratings.Density);
    }

    [Fact]
    public void Values_are_half_stars_from_a_half_to_five() =>
        Assert.All(
            SharedRatings.MovieLens100K.ByUser.Values.ToArray(),
            value => Assert.True(value is >= 0.5f and <= 5 && value * 2 == MathF.Floor(value * 2), $"{value}"));

    [Fact]
    public void Values_lie_on_any_other_scale_that_is_asked_for()
    {
        GeneratorOptions options = new()
        {
            Users = 50,
            Items = 80,
            Ratings = 2000,
            MinimumRating = -1,
            MaximumRating = 1,
            RatingStep = 0.1,
            Mean = 0,
        };
        double[] scale = [.. Enumerable.Range(0, 21).Select(step => (double)(float)(-1 + step * 0.1))];

        Assert.All(RatingGenerator.Generate(options).Train.ByUser.Values.ToArray(), value => Assert.Contains(value, scale));
    }

    [Theory]
    [InlineData("ml-100k", 943, 1_682, 100_000)]
    [InlineData("ML-1M", 6_040, 3_706, 1_000_209)]
    [InlineData("ml-25m", 162_541, 59_047, 25_000_095)]
    public void Shapes_are_found_by_name(string name, int users, int items, int ratings)
    {
        Assert.True(GeneratorOptions.TryParseShape(name, out GeneratorOptions? options));
        Assert.Equal((users, items, ratings), (options.Users, options.Items, options.Ratings));
    }

    [Theory]
    [InlineData("ml-10m")]
    [InlineData("")]
    [InlineData(null)]
    public void An_unknown_shape_is_not_found(string? name)
    {
        Assert.False(GeneratorOptions.TryParseShape(name, out GeneratorOptions? options));
        Assert.Null(options);
    }

    // The quartiles and maxima of the real sets: users 33, 65, 148, 737 and 44, 96, 208, 2314; items 6, 27, 80, 583 and 33, 124, 350, 3428.
    [Theory]
    [InlineData("ml-100k", 39, 69, 131, 740, 8, 21, 63, 570)]
    [InlineData("ml-1m", 49, 97, 197, 2298, 37, 108, 289, 3410)]
    public void Activity_and_popularity_are_spread_like_those_of_MovieLens(
        string shape, int userLow, int userMedian, int userHigh, int userTop, int itemLow, int itemMedian, int itemHigh, int itemTop)
    {
        RatingMatrix ratings = SharedRatings.Named(shape);

        AssertQuartiles(ratings.ByUser, 20, userLow, userMedian, userHigh, userTop);
        AssertQuartiles(ratings.ByItem, 1, itemLow, itemMedian, itemHigh, itemTop);
    }

    [Theory]
    [InlineData("ml-100k")]
    [InlineData("ml-1m")]
    public void Values_have_the_mean_and_deviation_of_MovieLens(string shape)
    {
        RatingStatistics statistics = SharedRatings.Named(shape).Statistics;

        Assert.InRange(statistics.Mean, 3.44, 3.56);
        Assert.InRange(statistics.StandardDeviation, 1.02, 1.08);
    }

    [Fact]
    public void Popular_items_are_better_liked()
    {
        CompressedRows items = SharedRatings.MovieLens1M.ByItem;
        int[] byPopularity = [.. Enumerable.Range(0, items.RowCount).OrderByDescending(items.RowLength)];

        Assert.True(MeanOf(items, byPopularity[..500]) > MeanOf(items, byPopularity[^500..]) + 0.1);
    }

    [Fact]
    public void The_order_of_ids_tells_nothing_about_activity_or_popularity()
    {
        RatingMatrix ratings = SharedRatings.MovieLens1M;

        // A half of the users or items has half of the ratings, give or take the weight of the few most active or popular ones.
        Assert.InRange(ratings.ByUser.Offsets[3020] / 1_000_209.0, 0.45, 0.55);
        Assert.InRange(ratings.ByItem.Offsets[1853] / 1_000_209.0, 0.45, 0.55);
    }

    private static void AssertStrictlyAscending(ReadOnlySpan<int> indexes, int bound)
    {
        int previous = -1;
        foreach (int index in indexes)
        {
            Assert.InRange(index, previous + 1, bound - 1);
            previous = index;
        }
    }

    private static void AssertQuartiles(CompressedRows rows, int minimum, int low, int median, int high, int top)
    {
        int[] counts = [.. Enumerable.Range(0, rows.RowCount).Select(rows.RowLength).Order()];
        Assert.Equal(minimum, counts[0]);
        Assert.InRange(counts[counts.Length / 4], low * 0.85, low * 1.15);
        Assert.InRange(counts[counts.Length / 2], median * 0.85, median * 1.15);
        Assert.InRange(counts[counts.Length * 3 / 4], high * 0.85, high * 1.15);
        Assert.InRange(counts[^1], top * 0.9, top * 1.1);
    }

    private static double MeanOf(CompressedRows items, int[] selected)
    {
        double sum = 0;
        int count = 0;
        foreach (int item in selected)
        {
            RatingRow row = items.Row(item);
            foreach (float value in row.Values)
            {
                sum += value;
            }

            count += row.Count;
        }

        return sum / count;
    }

    /// <summary>Any shape; the ratings are one for each user and some thousandths of all others.</summary>
    public sealed record ShapeCase(
        [Between(1, 60)] int Users,
        [Between(1, 200)] int Items,
        [Between(0, 1000)] int Density,
        [Between(0, 3)] int PlantedRank,
        [Between(1, 30)] int MinimumPerUser,
        int Seed)
        : SeededCase(Seed)
    {
        public GeneratorOptions ToOptions()
        {
            SeededRandom random = Random();
            return new GeneratorOptions
            {
                Users = Users,
                Items = Items,
                Ratings = Users + Users * (Items - 1) * Density / 1000,
                Seed = random.NextInt32(1000),
                PlantedRank = PlantedRank,
                MinimumRatingsPerUser = MinimumPerUser,
                ActivityExponent = 0.1 + 3 * random.NextDouble(),
                PopularityExponent = random.NextInt32(4) == 0 ? 1 : 0.1 + 4 * random.NextDouble(),
                TopUserShare = 0.01 + 0.99 * random.NextDouble(),
                TopItemShare = 0.01 + 0.98 * random.NextDouble(),
            };
        }
    }
}

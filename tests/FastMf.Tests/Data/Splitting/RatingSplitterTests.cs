using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Numerics;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Tests.Data.Splitting;

public sealed class RatingSplitterTests
{
    private static readonly RatingMatrix Generated = SharedRatings.MovieLens1M;

    [SeededProperty]
    public void Every_split_is_disjoint_complete_and_keeps_the_ids(TimedCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        double fraction = 0.01 + 0.98 * random.NextDouble();
        long seed = random.NextInt32(100);

        foreach (RatingSplit split in new[]
        {
            RatingSplitter.RandomFraction(ratings, fraction, seed),
            RatingSplitter.PerUser(ratings, drawn.PerUser, seed),
            RatingSplitter.ByTime(ratings, fraction),
            RatingSplitter.LatestPerUser(ratings, drawn.PerUser),
        })
        {
            // The pairs of a matrix are distinct, so equal sorted lists mean that each rating is in exactly one part.
            Assert.Equal(Entries(ratings), Entries(split.Train).Concat(Entries(split.Test)).Order());
            Assert.Same(ratings.Users, split.Train.Users);
            Assert.Same(ratings.Items, split.Train.Items);
            Assert.Same(ratings.Users, split.Test.Users);
            Assert.Same(ratings.Items, split.Test.Items);
            AssertRowsAscend(split.Train);
            AssertRowsAscend(split.Test);
        }
    }

    [SeededProperty]
    public void A_fraction_is_met_exactly(TimedCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        double fraction = 0.01 + 0.98 * random.NextDouble();
        int expected = (int)Math.Round(fraction * ratings.Count);

        Assert.Equal(expected, RatingSplitter.RandomFraction(ratings, fraction).Test.Count);
        Assert.Equal(expected, RatingSplitter.ByTime(ratings, fraction).Test.Count);
    }

    [SeededProperty]
    public void A_number_per_user_is_met_exactly_and_small_users_are_left_whole(TimedCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        int perUser = drawn.PerUser;
        foreach (RatingSplit split in new[] { RatingSplitter.PerUser(ratings, perUser), RatingSplitter.LatestPerUser(ratings, perUser) })
        {
            for (int user = 0; user < ratings.Users.Count; user++)
            {
                int expected = ratings.ByUser.RowLength(user) > perUser ? perUser : 0;
                Assert.Equal(expected, split.Test.ByUser.RowLength(user));
            }
        }
    }

    [SeededProperty]
    public void By_time_no_training_rating_is_newer_than_a_test_rating_and_ties_go_by_position(TimedCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        RatingSplit split = RatingSplitter.ByTime(ratings, 0.3);

        var newest = Entries(ratings)
            .OrderBy(entry => entry.Time)
            .ThenBy(entry => entry.User)
            .ThenBy(entry => entry.Item).TakeLast(split.Test.Count);
        Assert.Equal(newest.Order(), Entries(split.Test));
    }

    [SeededProperty]
    public void Latest_per_user_takes_the_newest_of_each_user_and_ties_go_by_item(TimedCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        RatingSplit split = RatingSplitter.LatestPerUser(ratings, 3);

        var newest = Entries(ratings).GroupBy(entry => entry.User).Where(user => user.Count() > 3)
            .SelectMany(user => user.OrderBy(entry => entry.Time).ThenBy(entry => entry.Item).TakeLast(3));
        Assert.Equal(newest.Order(), Entries(split.Test));
    }

    [Fact]
    public void A_seed_fixes_the_choice_and_another_seed_makes_another_one()
    {
        Assert.Equal(
            Entries(RatingSplitter.RandomFraction(Generated, 0.1, 5).Test), Entries(RatingSplitter.RandomFraction(Generated, 0.1, 5).Test));
        Assert.NotEqual(
            Entries(RatingSplitter.RandomFraction(Generated, 0.1, 5).Test), Entries(RatingSplitter.RandomFraction(Generated, 0.1, 6).Test));
        Assert.Equal(Entries(RatingSplitter.PerUser(Generated, 2, 5).Test), Entries(RatingSplitter.PerUser(Generated, 2, 5).Test));
        Assert.NotEqual(Entries(RatingSplitter.PerUser(Generated, 2, 5).Test), Entries(RatingSplitter.PerUser(Generated, 2, 6).Test));
    }

    [Fact]
    public void Random_choices_prefer_no_position()
    {
        // Whichever tenth of all positions, about a tenth of its ratings is chosen (five standard deviations are 4.5 %).
        int count = Generated.Count;
        bool[] marks = new bool[count];
        SelectionSampling.Mark(marks, count / 10, new SeededRandom(1));
        for (int tenth = 0; tenth < 10; tenth++)
        {
            int chosen = marks.AsSpan(count / 10 * tenth, count / 10).Count(true);
            Assert.InRange(chosen, 0.0955 * count / 10, 0.1045 * count / 10);
        }

        // Every place of a row of 5 is equally likely to be among the 2 chosen ones.
        int[] counts = new int[5];
        for (int run = 0; run < 50_000; run++)
        {
            bool[] row = new bool[5];
            SelectionSampling.Mark(row, 2, new SeededRandom(2, run));
            for (int i = 0; i < 5; i++)
            {
                counts[i] += row[i] ? 1 : 0;
            }
        }

        Assert.All(counts, chosen => Assert.InRange(chosen, 19_450, 20_550));
    }

    [SeededProperty]
    public void The_newest_of_many_times_are_those_of_sorting_them(TimesCase drawn)
    {
        SeededRandom random = drawn.Random();

        // On both sides of 16,384, where the method changes; with many and with few ties, negative and extreme times.
        long[] times = new long[drawn.Times];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = drawn.Kind switch
            {
                TimeKind.Any => (long)random.NextUInt64(),
                TimeKind.Few => random.NextInt32(5) - 2,
                _ => i == 0 ? long.MinValue : long.MaxValue - i,
            };
        }

        int count = random.NextInt32(times.Length + 1);
        bool[] marks = new bool[times.Length];
        LatestSelection.Mark(times, marks, count);

        IEnumerable<int> expected = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ThenBy(i => i).TakeLast(count).Order();
        Assert.Equal(expected, Enumerable.Range(0, times.Length).Where(i => marks[i]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(20)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_the_open_interval_is_refused(double fraction)
    {
        RatingMatrix ratings = new TimedCase(15, 20, 150, 100, PerUser: 1, Seed: 1).ToMatrix();
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingSplitter.RandomFraction(ratings, fraction));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingSplitter.ByTime(ratings, fraction));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_number_per_user_below_one_is_refused(int perUser)
    {
        RatingMatrix ratings = new TimedCase(15, 20, 150, 100, PerUser: 1, Seed: 1).ToMatrix();
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingSplitter.PerUser(ratings, perUser));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingSplitter.LatestPerUser(ratings, perUser));
    }

    [Fact]
    public void Splitting_by_time_without_timestamps_says_to_read_them()
    {
        Assert.Contains(
            "timestamps", Assert.Throws<ArgumentException>(() => RatingSplitter.ByTime(Generated, 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "timestamps",
            Assert.Throws<ArgumentException>(() => RatingSplitter.LatestPerUser(Generated, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_matrix_splits_into_two_empty_ones()
    {
        var empty = RatingMatrix.Create(IdMap.Range(0), IdMap.Range(0), ReadOnlyMemory<Rating>.Empty);

        Assert.Equal(0, RatingSplitter.RandomFraction(empty, 0.5).Test.Count);
        Assert.Equal(0, RatingSplitter.PerUser(empty, 1).Train.Count);
    }

    private static List<(int User, int Item, float Value, long Time)> Entries(RatingMatrix ratings)
    {
        var entries = new List<(int, int, float, long)>();
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            for (int i = ratings.ByUser.Offsets[user]; i < ratings.ByUser.Offsets[user + 1]; i++)
            {
                entries.Add((user, ratings.ByUser.Indexes[i], ratings.ByUser.Values[i], ratings.HasTimestamps ? ratings.Timestamps[i] : 0));
            }
        }

        return entries;
    }

    private static void AssertRowsAscend(RatingMatrix ratings)
    {
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            int[] indexes = ratings.ByUser.Row(user).Indexes.ToArray();
            Assert.Equal(indexes.Distinct().Order(), indexes);
        }
    }

    public sealed record TimedCase(
        [Between(1, 20)] int Users, [Between(1, 40)] int Items, [Between(1, 300)] int Ratings, [Between(1, 300)] int Times, [Between(1, 8)] int PerUser, int Seed)
        : SeededCase(Seed)
    {
        public RatingMatrix ToMatrix()
        {
            SeededRandom random = Random(stream: 1);
            var ratings = new Rating[Ratings];
            long[] times = new long[Ratings];
            for (int i = 0; i < ratings.Length; i++)
            {
                ratings[i] = new Rating(random.NextInt32(Users), random.NextInt32(Items), 0.5f * random.NextInt32(11));
                times[i] = 1_000_000_000 + random.NextInt32(Times);
            }

            return RatingMatrix.Create(IdMap.Range(Users), IdMap.Range(Items), ratings, timestamps: times);
        }
    }

    public enum TimeKind
    {
        Few,
        Any,
        Extreme,
    }

    public sealed record TimesCase([Between(1, 40_000, Usually = 20_000)] int Times, TimeKind Kind, int Seed) : SeededCase(Seed);
}

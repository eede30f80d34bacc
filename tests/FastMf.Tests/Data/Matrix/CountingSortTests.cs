using FastMf.Data;
using FastMf.Data.Matrix;
using Xunit;

namespace FastMf.Tests.Data.Matrix;

public sealed class CountingSortTests
{
    [SeededProperty]
    public void Rows_are_sorted_by_user_and_item_and_keep_the_order_of_repeats(SegmentsCase drawn)
    {
        List<RatingSegment> segments = drawn.Segments();
        (Rating Rating, int Place)[] expected =
        [
            .. RandomRatings.InOrder(segments)
                .Select((rating, place) => (rating, place))
                .OrderBy(entry => entry.rating.User)
                .ThenBy(entry => entry.rating.Item),
        ];
        SortedRatings sorted = CountingSort.ByUser(segments, drawn.Users, workers: 2);

        Assert.Equal(drawn.Users, sorted.Rows.RowCount);
        Assert.Equal(expected.Select(entry => entry.Rating), RandomRatings.Entries(sorted.Rows));
        Assert.Equal(expected.Select(entry => (long)entry.Place), sorted.Timestamps ?? []);
    }

    [SeededProperty]
    public void Transposing_turns_rows_into_columns_in_the_order_of_the_rows(SegmentsCase drawn)
    {
        List<RatingSegment> segments = drawn.Segments();
        SortedRatings byUser = CountingSort.ByUser(segments, drawn.Users, workers: 1);
        SortedRatings byItem = CountingSort.Transpose(byUser, drawn.Items, workers: 2);
        (Rating Rating, long Time)[] expected =
        [
            .. RandomRatings.Entries(byUser.Rows).Zip(byUser.Timestamps ?? [])
                .Select(entry => (new Rating(entry.First.Item, entry.First.User, entry.First.Value), entry.Second))
                .OrderBy(entry => entry.Item1.User),
        ];

        Assert.Equal(drawn.Items, byItem.Rows.RowCount);
        Assert.Equal(expected.Select(entry => entry.Rating), RandomRatings.Entries(byItem.Rows));
        Assert.Equal(expected.Select(entry => entry.Time), byItem.Timestamps ?? []);
    }

    [Fact]
    public void The_result_is_that_of_one_worker_when_many_share_a_large_input()
    {
        var random = new FastMf.Numerics.SeededRandom(5);
        List<RatingSegment> segments = RandomRatings.Segments(random, 1000, 3000, 1_200_000, timed: true);
        SortedRatings one = CountingSort.ByUser(segments, 1000, workers: 1);
        SortedRatings oneByItem = CountingSort.Transpose(one, 3000, workers: 1);
        foreach (int workers in (int[])[2, 3, 4])
        {
            AssertSame(one, CountingSort.ByUser(segments, 1000, workers));
            AssertSame(oneByItem, CountingSort.Transpose(one, 3000, workers));
        }
    }

    [Fact]
    public void Strictly_ascending_rows_are_told_from_rows_with_repeats()
    {
        Assert.True(Ascending([new(0, 1, 1), new(0, 2, 1), new(1, 0, 1)]));
        Assert.False(Ascending([new(0, 1, 1), new(0, 1, 1), new(1, 0, 1)]));
        Assert.True(Ascending([]));

        static bool Ascending(Rating[] ratings) =>
            CountingSort.RowsAreStrictlyAscending(CountingSort.ByUser([new RatingSegment(ratings, default)], 2, 1).Rows, 2);
    }

    private static void AssertSame(SortedRatings expected, SortedRatings actual)
    {
        Assert.True(expected.Rows.Offsets.SequenceEqual(actual.Rows.Offsets));
        Assert.True(expected.Rows.Indexes.SequenceEqual(actual.Rows.Indexes));
        Assert.True(expected.Rows.Values.SequenceEqual(actual.Rows.Values));
        Assert.True(expected.Timestamps.AsSpan().SequenceEqual(actual.Timestamps));
    }
}

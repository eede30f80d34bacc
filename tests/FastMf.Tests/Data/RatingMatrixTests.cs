using FastMf.Data;
using FastMf.Data.Matrix;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data;

public sealed class RatingMatrixTests
{
    [SeededProperty]
    public void A_matrix_holds_every_pair_once_by_user_and_by_item(SegmentsCase drawn)
    {
        List<RatingSegment> segments = drawn.Segments();
        SeededRandom random = drawn.Random(stream: 1);
        var policy = (DuplicatePolicy)random.NextInt32(3);
        Rating[] all = [.. RandomRatings.InOrder(segments)];
        RatingMatrix matrix = RatingMatrix.Create(
            IdMap.Range(drawn.Users), IdMap.Range(drawn.Items), segments, policy, workers: 1 + random.NextInt32(3));
        (Rating Rating, long Last)[] expected =
        [
            .. all.Select((rating, place) => (rating, place))
                .GroupBy(entry => (entry.rating.User, entry.rating.Item))
                .OrderBy(group => group.Key)
                .Select(group => (
                    new Rating(group.Key.User, group.Key.Item, Merge(policy, [.. group.Select(entry => entry.rating.Value)])),
                    (long)group.Last().place)),
        ];

        Assert.Equal(expected.Select(entry => entry.Rating), RandomRatings.Entries(matrix.ByUser));
        Assert.Equal(expected.Select(entry => entry.Last), matrix.Timestamps.ToArray());
        Assert.Equal(all.Length - expected.Length, matrix.DuplicateCount);
        Assert.Equal(expected.Length, matrix.Count);
        Assert.Equal(
            expected
                .Select(entry => new Rating(entry.Rating.Item, entry.Rating.User, entry.Rating.Value))
                .OrderBy(rating => rating.User)
                .ThenBy(rating => rating.Item),
            RandomRatings.Entries(matrix.ByItem));
    }

    [Fact]
    public void The_public_way_gives_the_same_as_segments()
    {
        Rating[] ratings = [new(1, 0, 5), new(0, 1, 3), new(1, 0, 4)];
        RatingMatrix matrix = RatingMatrix.Create(IdMap.Range(2), IdMap.Range(3), ratings, DuplicatePolicy.Mean, new long[] { 7, 8, 9 });

        Assert.Equal([new Rating(0, 1, 3), new Rating(1, 0, 4.5f)], RandomRatings.Entries(matrix.ByUser));
        Assert.Equal([8L, 9L], matrix.Timestamps.ToArray());
        Assert.Equal(2.0 / 6, matrix.Density);
        Assert.Equal(new RatingStatistics(3.75, 0.75, 3, 4.5f), matrix.Statistics);
    }

    [Fact]
    public void An_empty_matrix_is_allowed()
    {
        RatingMatrix matrix = RatingMatrix.Create(IdMap.Range(0), IdMap.Range(0), default(ReadOnlyMemory<Rating>));

        Assert.Equal(0, matrix.Count);
        Assert.Equal(0, matrix.Density);
        Assert.Equal(default, matrix.Statistics);
        Assert.False(matrix.HasTimestamps);
        Assert.Equal(0, matrix.ByItem.RowCount);
    }

    [Fact]
    public void Wrong_triples_are_argument_errors()
    {
        Rating[] wrong =
            [new(2, 0, 1), new(-1, 0, 1), new(0, 2, 1), new(0, -1, 1), new(0, 0, float.NaN), new(0, 0, float.PositiveInfinity)];
        foreach (Rating rating in wrong)
        {
            Assert.Throws<ArgumentException>(() => RatingMatrix.Create(IdMap.Range(2), IdMap.Range(2), new[] { rating }));
        }

        Assert.Throws<ArgumentException>(() => RatingMatrix.Create(IdMap.Range(2), IdMap.Range(2), new Rating[2], timestamps: new long[1]));
        Assert.Throws<ArgumentNullException>(() => RatingMatrix.Create(null!, IdMap.Range(2), new Rating[2]));
        Assert.Throws<ArgumentNullException>(() => RatingMatrix.Create(IdMap.Range(2), null!, new Rating[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingMatrix.Create(IdMap.Range(2), IdMap.Range(2), new Rating[2], threads: -1));
    }

    private static float Merge(DuplicatePolicy policy, float[] values) => policy switch
    {
        DuplicatePolicy.Last => values[^1],
        DuplicatePolicy.Mean => (float)(values.Sum(value => (double)value) / values.Length),
        _ => (float)values.Sum(value => (double)value),
    };
}

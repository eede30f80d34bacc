using FastMf.Data;
using FastMf.Data.Matrix;
using Xunit;

namespace FastMf.Tests.Data.Matrix;

public sealed class DuplicateMergeTests
{
    private static readonly IdMap Users = IdMap.FromTexts(["ann", "bob", "eve"]);
    private static readonly IdMap Items = IdMap.FromIntegers([10, 20]);

    [Theory]
    [InlineData(DuplicatePolicy.Last, new float[] { 4, 7, 1.5f })]
    [InlineData(DuplicatePolicy.Mean, new float[] { 2, 7, 1.5f })]
    [InlineData(DuplicatePolicy.Sum, new float[] { 6, 7, 1.5f })]
    public void Repeats_become_one_rating_by_the_policy(DuplicatePolicy policy, float[] expected)
    {
        (SortedRatings merged, int count) = Merge(policy, [new(0, 1, 1), new(0, 1, 1), new(2, 0, 1.5f), new(0, 1, 4), new(1, 0, 7)]);

        Assert.Equal(2, count);
        Assert.Equal(expected, merged.Rows.Values.ToArray());
        Assert.Equal([1, 0, 0], merged.Rows.Indexes.ToArray());
        Assert.Equal([0, 1, 2, 3], merged.Rows.Offsets.ToArray());
        Assert.Equal([3L, 4L, 2L], merged.Timestamps!);
    }

    [Fact]
    public void A_forbidden_repeat_names_user_and_item()
    {
        DuplicateRatingException failure = Assert.Throws<DuplicateRatingException>(
            () => Merge(DuplicatePolicy.Error, [new(1, 0, 1), new(1, 1, 1), new(1, 0, 1)]));

        Assert.Equal("bob", failure.User);
        Assert.Equal("10", failure.Item);
    }

    [Theory]
    [InlineData(DuplicatePolicy.Last)]
    [InlineData(DuplicatePolicy.Mean)]
    [InlineData(DuplicatePolicy.Sum)]
    [InlineData(DuplicatePolicy.Error)]
    public void Ratings_without_repeats_stay_as_they_are(DuplicatePolicy policy)
    {
        (SortedRatings merged, int count) = Merge(policy, [new(0, 1, 1), new(2, 0, 1.5f), new(0, 0, 4)]);

        Assert.Equal(0, count);
        Assert.Equal([4f, 1f, 1.5f], merged.Rows.Values.ToArray());
    }

    [Fact]
    public void Sums_and_means_stay_finite()
    {
        Rating[] huge = [new(0, 0, float.MaxValue), new(0, 0, float.MaxValue), new(1, 0, float.MinValue), new(1, 0, float.MinValue)];

        Assert.Equal([float.MaxValue, float.MinValue], Merge(DuplicatePolicy.Sum, huge).Ratings.Rows.Values.ToArray());
        Assert.Equal([float.MaxValue, float.MinValue], Merge(DuplicatePolicy.Mean, huge).Ratings.Rows.Values.ToArray());
    }

    private static (SortedRatings Ratings, int Merged) Merge(DuplicatePolicy policy, Rating[] ratings)
    {
        long[] places = [.. Enumerable.Range(0, ratings.Length).Select(i => (long)i)];
        return DuplicateMerge.Apply(CountingSort.ByUser([new RatingSegment(ratings, places)], Users.Count, 1), policy, Users, Items);
    }
}

using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Numerics;
using FastMf.Testing;
using FastMf.Testing.Generators;
using Xunit;

namespace FastMf.Tests.Data.Sketches;

public class BottomKSketchTests
{
    [Fact]
    public void A_sketch_is_the_smallest_hashes_of_all_pairs_for_every_number_of_threads() => PropertyCheck.Run(
        random =>
        {
            RatingMatrix ratings = Ratings(random);
            ulong[] expected = Smallest(Hashes(ratings));
            Assert.All([1, 2, 3, 8], workers => Assert.Equal(expected, BottomKSketch.Of(ratings, workers).Hashes.ToArray()));
            Assert.Equal(expected, ratings.Sketch.Hashes.ToArray());
        },
        runs: 30);

    /// <summary>However few hashes the first threshold passes, even none, and however many.</summary>
    [Fact]
    public void The_smallest_hashes_do_not_depend_on_the_threshold() => PropertyCheck.Run(
        random =>
        {
            RatingMatrix ratings = Ratings(random);
            int count = 1 + random.NextInt32(2 * ratings.Count);
            ulong[] expected = [.. Hashes(ratings).Order().Take(count)];
            foreach (double surplus in new[] { 1e-3, 0.5, 1, 17.0 / 16, 100 })
            {
                Assert.Equal(expected, BottomKSelection.Of(ratings, count, 2, surplus));
            }
        },
        runs: 10);

    [Fact]
    public void Equal_hashes_count_once() => PropertyCheck.Run(
        random =>
        {
            ulong[] few = [.. Enumerable.Range(0, 1 + random.NextInt32(50)).Select(_ => random.NextUInt64() >> random.NextInt32(64))];
            ulong[] drawn = [.. Enumerable.Range(0, random.NextInt32(200)).Select(_ => few[random.NextInt32(few.Length)])];
            int count = 1 + random.NextInt32(60);
            Assert.Equal([.. drawn.Distinct().Order().Take(count)], BottomKSelection.Of(drawn, count));
        },
        runs: 50);

    [Fact]
    public void The_sketch_of_two_sets_is_that_of_all_their_pairs() => PropertyCheck.Run(
        random =>
        {
            RatingMatrix first = Ratings(random);
            RatingMatrix second = Ratings(random);
            ulong[] expected = Smallest([.. Hashes(first), .. Hashes(second)]);
            Assert.Equal(expected, first.Sketch.Union(second.Sketch).Hashes.ToArray());
            Assert.Equal(expected, second.Sketch.Union(first.Sketch).Hashes.ToArray());
            Assert.Same(first.Sketch, first.Sketch.Union(null));
        },
        runs: 15);

    [Fact]
    public void A_full_sketch_tells_of_hashes_up_to_its_largest_and_any_other_of_all()
    {
        ulong[] full = [.. Enumerable.Range(1, BottomKSketch.Capacity).Select(i => 10 * (ulong)i)];
        Assert.Equal(full[^1], BottomKSketch.FromHashes(full)!.Threshold);
        Assert.Equal(ulong.MaxValue, BottomKSketch.FromHashes(full[..^1])!.Threshold);
        Assert.Equal(ulong.MaxValue, BottomKSketch.FromHashes([])!.Threshold);
        Assert.Null(BottomKSketch.FromHashes([.. full, ulong.MaxValue]));
    }

    /// <summary>Half of them larger than a sketch, and all with rows without ratings, at the start and at the end too.</summary>
    private static RatingMatrix Ratings(SeededRandom random)
    {
        int users = 1 + random.NextInt32(400);
        int items = 100 + random.NextInt32(900);
        int count = random.NextInt32(2) == 0 ? 1 + random.NextInt32(1000) : random.NextInt32(200_000);
        Rating[] triples = RatingMatrixGenerator.Triples(random, users, items, Math.Max(1, count));
        int before = random.NextInt32(3);
        return RatingMatrix.Create(
            IdMap.Range(before + users + random.NextInt32(3)), IdMap.Range(items), Array.ConvertAll(triples, rating => rating with { User = rating.User + before }));
    }

    private static ulong[] Smallest(IEnumerable<ulong> hashes) => [.. hashes.Distinct().Order().Take(BottomKSketch.Capacity)];

    private static IEnumerable<ulong> Hashes(RatingMatrix ratings) => RandomRatings.Entries(ratings.ByUser).Select(
        rating => PairHash.Of(PairHash.OfUser(ratings.Users, rating.User), PairHash.OfItem(ratings.Items, rating.Item)));
}

using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using Xunit;

namespace FastMf.Tests.Data.Sketches;

public class BottomKSketchTests
{
    [SeededProperty(Runs = 30)]
    public void A_sketch_is_the_smallest_hashes_of_all_pairs_for_every_number_of_threads(PairsCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        ulong[] expected = Smallest(Hashes(ratings));
        Assert.All([1, 2, 3, 8], workers => Assert.Equal(expected, BottomKSketch.Of(ratings, workers).Hashes.ToArray()));
        Assert.Equal(expected, ratings.Sketch.Hashes.ToArray());
    }

    /// <summary>However few hashes the first threshold passes, even none, and however many.</summary>
    [SeededProperty(Runs = 10)]
    public void The_smallest_hashes_do_not_depend_on_the_threshold(PairsCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        int count = 1 + drawn.Random(stream: 1).NextInt32(2 * ratings.Count);
        ulong[] expected = [.. Hashes(ratings).Order().Take(count)];
        foreach (double surplus in new[] { 1e-3, 0.5, 1, 17.0 / 16, 100 })
        {
            Assert.Equal(expected, BottomKSelection.Of(ratings, count, 2, surplus));
        }
    }

    [SeededProperty(Runs = 50)]
    public void Equal_hashes_count_once(HashesCase drawn)
    {
        SeededRandom random = drawn.Random();
        ulong[] few = [.. Enumerable.Range(0, drawn.Distinct).Select(_ => random.NextUInt64() >> random.NextInt32(64))];
        ulong[] hashes = [.. Enumerable.Range(0, drawn.Hashes).Select(_ => few[random.NextInt32(few.Length)])];
        Assert.Equal([.. hashes.Distinct().Order().Take(drawn.Count)], BottomKSelection.Of(hashes, drawn.Count));
    }

    [SeededProperty(Runs = 15)]
    public void The_sketch_of_two_sets_is_that_of_all_their_pairs(PairsCase drawn)
    {
        RatingMatrix first = drawn.ToMatrix();
        RatingMatrix second = (drawn with { Ratings = drawn.OtherRatings, Seed = drawn.Seed ^ 1 }).ToMatrix();
        ulong[] expected = Smallest([.. Hashes(first), .. Hashes(second)]);
        Assert.Equal(expected, first.Sketch.Union(second.Sketch).Hashes.ToArray());
        Assert.Equal(expected, second.Sketch.Union(first.Sketch).Hashes.ToArray());
        Assert.Same(first.Sketch, first.Sketch.Union(null));
    }

    [Fact]
    public void A_full_sketch_tells_of_hashes_up_to_its_largest_and_any_other_of_all()
    {
        ulong[] full = [.. Enumerable.Range(1, BottomKSketch.Capacity).Select(i => 10 * (ulong)i)];
        Assert.Equal(full[^1], BottomKSketch.FromHashes(full)!.Threshold);
        Assert.Equal(ulong.MaxValue, BottomKSketch.FromHashes(full[..^1])!.Threshold);
        Assert.Equal(ulong.MaxValue, BottomKSketch.FromHashes([])!.Threshold);
        Assert.Null(BottomKSketch.FromHashes([.. full, ulong.MaxValue]));
    }

    private static ulong[] Smallest(IEnumerable<ulong> hashes) => [.. hashes.Distinct().Order().Take(BottomKSketch.Capacity)];

    private static IEnumerable<ulong> Hashes(RatingMatrix ratings) => RandomRatings.Entries(ratings.ByUser).Select(
        rating => PairHash.Of(PairHash.OfUser(ratings.Users, rating.User), PairHash.OfItem(ratings.Items, rating.Item)));

    /// <summary>Many of them larger than a sketch, and all with rows without ratings, at the start and at the end too.</summary>
    public sealed record PairsCase(
        [Between(1, 400)] int Users,
        [Between(1, 1000)] int Items,
        [Between(1, 200_000, Usually = 20_000)] int Ratings,
        [Between(1, 20_000)] int OtherRatings,
        int Seed)
        : SeededCase(Seed)
    {
        public RatingMatrix ToMatrix()
        {
            SeededRandom random = Random();
            int before = random.NextInt32(3);
            IdMap users = IdMap.Range(before + Users + random.NextInt32(3));
            Rating[] triples = RatingMatrixGenerator.Triples(random, Users, Items, Ratings);
            return RatingMatrix.Create(
                users, IdMap.Range(Items), Array.ConvertAll(triples, rating => rating with { User = rating.User + before }));
        }
    }

    public sealed record HashesCase([Between(1, 50)] int Distinct, [Between(0, 199)] int Hashes, [Between(1, 60)] int Count, int Seed)
        : SeededCase(Seed);
}

using FastMf.Data;
using FastMf.Data.Matrix;
using FastMf.Numerics;
using FastMf.TestCommon;

namespace FastMf.Tests.Data;

/// <summary>Random triples with many repeats, and a matrix of them made by grouping and sorting.</summary>
internal static class RandomRatings
{
    /// <summary>Ratings in some segments, all with timestamps or none; the timestamp of a rating is its place in the whole.</summary>
    public static List<RatingSegment> Segments(SeededRandom random, int users, int items, int count, bool timed)
    {
        List<RatingSegment> segments = [];
        for (int made = 0; made < count;)
        {
            int length = Math.Min(count - made, 1 + random.NextInt32(Math.Max(1, count / 3)));
            Rating[] ratings = new Rating[length];
            long[] timestamps = new long[timed ? length : 0];
            for (int i = 0; i < length; i++)
            {
                ratings[i] = new Rating(random.NextInt32(users), random.NextInt32(items), random.NextInt32(1000) * 0.5f);
                if (timed)
                {
                    timestamps[i] = made + i;
                }
            }

            segments.Add(new RatingSegment(ratings, timestamps));
            made += length;
        }

        return segments;
    }

    public static IEnumerable<Rating> InOrder(IEnumerable<RatingSegment> segments) =>
        segments.SelectMany(segment => segment.Ratings.ToArray());

    /// <summary>User, item, value of every entry, row by row.</summary>
    public static Rating[] Entries(CompressedRows rows) => RatingEntries.Of(rows);
}

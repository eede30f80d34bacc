using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Numerics;

namespace FastMf.Cli.Reproductions;

/// <summary>The split of Rosenthal's article as it was first published, with its slip.</summary>
internal static class SlippedSplit
{
    /// <summary>
    /// For every user draws <paramref name="count"/> items from what the first user has rated; of these, his own ratings are the test
    /// part.
    /// </summary>
    public static RatingSplit Of(RatingMatrix ratings, int count, long seed)
    {
        bool[] test = new bool[ratings.Count];
        int[] items = ratings.Users.Count == 0 ? [] : ratings.ByUser.Row(0).Indexes.ToArray();
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            int[] drawn = [.. items];
            new SeededRandom(seed, user).Shuffle<int>(drawn);
            ReadOnlySpan<int> rated = ratings.ByUser.Row(user).Indexes;
            foreach (int item in drawn.Take(count))
            {
                int position = rated.BinarySearch(item);
                if (position >= 0)
                {
                    test[ratings.ByUser.Offsets[user] + position] = true;
                }
            }
        }

        return RatingSplit.ByMask(ratings, test);
    }
}

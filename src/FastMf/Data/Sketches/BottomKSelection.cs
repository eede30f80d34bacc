using System.Numerics;
using System.Runtime.CompilerServices;
using FastMf.Threading;

namespace FastMf.Data.Sketches;

/// <summary>
/// Selects the k smallest hashes of rated pairs. Hashes are uniform, so a threshold is known beforehand below which a few more than k
/// of them lie; those are sorted. The result is the same for any threshold and any number of workers.
/// </summary>
internal static class BottomKSelection
{
    /// <summary>Ratings in a piece of work.</summary>
    private const int RatingsPerPiece = 1 << 16;

    /// <summary>
    /// The distinct smallest hashes, ascending; all of them when there are no more than <paramref name="count"/>.
    /// </summary>
    /// <param name="ratings">The rated pairs.</param>
    /// <param name="count">How many hashes.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="expected">
    /// How many hashes are to lie below the first threshold, as a multiple of <paramref name="count"/>. The standard deviation of their
    /// number is its square root: of 16,384 an excess of 1/16 is 8 of them. When too few lie below, the threshold is raised.
    /// </param>
    public static ulong[] Of(RatingMatrix ratings, int count, int workers, double expected = 17.0 / 16)
    {
        ulong[] users = new ulong[ratings.Users.Count];
        ulong[] items = new ulong[ratings.Items.Count];
        for (int user = 0; user < users.Length; user++)
        {
            users[user] = PairHash.OfUser(ratings.Users, user);
        }

        for (int item = 0; item < items.Length; item++)
        {
            items[item] = PairHash.OfItem(ratings.Items, item);
        }

        while (true)
        {
            double share = expected * count / Math.Max(1, ratings.Count);
            ulong threshold = share < 1 ? (ulong)(share * 18446744073709551616.0) : ulong.MaxValue;
            ulong[] smallest = Of(UpTo(threshold, ratings.ByUser, users, items, workers), count);
            if (smallest.Length == count || threshold == ulong.MaxValue)
            {
                return smallest;
            }

            expected *= 2;
        }
    }

    /// <summary>The distinct smallest of the given hashes, ascending.</summary>
    public static ulong[] Of(ReadOnlySpan<ulong> hashes, int count)
    {
        ulong[] sorted = Sorted(hashes);
        int kept = 0;
        for (int i = 0; i < sorted.Length && kept < count; i++)
        {
            if (kept == 0 || sorted[i] != sorted[kept - 1])
            {
                sorted[kept++] = sorted[i];
            }
        }

        return sorted[..kept];
    }

    /// <summary>Bucket sort by the first bits, then insertion sort: uniform numbers are sorted in linear time.</summary>
    private static ulong[] Sorted(ReadOnlySpan<ulong> hashes)
    {
        ulong bits = 0;
        foreach (ulong hash in hashes)
        {
            bits |= hash;
        }

        // At least one bit: a shift by 64 would be one by 0.
        int bucketBits = BitOperations.Log2((uint)hashes.Length | 2);
        int shift = Math.Max(0, 64 - bucketBits - BitOperations.LeadingZeroCount(bits));
        int[] next = new int[(1 << bucketBits) + 1];
        foreach (ulong hash in hashes)
        {
            next[(int)(hash >> shift) + 1]++;
        }

        for (int bucket = 1; bucket < next.Length; bucket++)
        {
            next[bucket] += next[bucket - 1];
        }

        ulong[] sorted = new ulong[hashes.Length];
        foreach (ulong hash in hashes)
        {
            sorted[next[(int)(hash >> shift)]++] = hash;
        }

        for (int i = 1; i < sorted.Length; i++)
        {
            ulong hash = sorted[i];
            int position = i;
            for (; position > 0 && sorted[position - 1] > hash; position--)
            {
                sorted[position] = sorted[position - 1];
            }

            sorted[position] = hash;
        }

        return sorted;
    }

    private static ulong[] UpTo(ulong threshold, CompressedRows rows, ulong[] users, ulong[] items, int workers)
    {
        int pieces = (int)(((long)rows.Count + RatingsPerPiece - 1) / RatingsPerPiece);
        List<ulong>[] found = [.. Enumerable.Range(0, Math.Max(1, workers)).Select(_ => new List<ulong>())];
        WorkerTeam.Run(workers, pieces, (worker, piece) =>
        {
            int next = piece * RatingsPerPiece;
            int end = Math.Min(rows.Count - next, RatingsPerPiece) + next;
            for (int row = RowOf(rows, next); next < end; row++)
            {
                int rowEnd = Math.Min(rows.Offsets[row + 1], end);
                Collect(threshold, users[row], items, rows.Indexes[next..rowEnd], found[worker]);
                next = rowEnd;
            }
        });
        ulong[] all = new ulong[found.Sum(hashes => hashes.Count)];
        int start = 0;
        foreach (List<ulong> hashes in found)
        {
            hashes.CopyTo(all, start);
            start += hashes.Count;
        }

        return all;
    }

    // Called once in a run, with millions of ratings: it would end before tiered compilation had replaced the first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Collect(ulong threshold, ulong user, ulong[] items, ReadOnlySpan<int> rated, List<ulong> found)
    {
        foreach (int item in rated)
        {
            ulong hash = PairHash.Of(user, items[item]);
            if (hash <= threshold)
            {
                found.Add(hash);
            }
        }
    }

    /// <summary>The row that the rating at a position belongs to, or one before it with only rows without ratings between them.</summary>
    private static int RowOf(CompressedRows rows, int position)
    {
        int row = rows.Offsets.BinarySearch(position);
        return row >= 0 ? row : ~row - 1;
    }
}

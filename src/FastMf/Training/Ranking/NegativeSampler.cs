using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Training.Ranking;

/// <summary>Draws items that a user has not chosen, uniformly from some ranges of items.</summary>
internal sealed class NegativeSampler(CompressedRows byUser, int[] itemCounts)
{
    /// <summary>Draws before a user is taken to have chosen nearly everything in reach, and the sample is left out.</summary>
    private const int Attempts = 16;

    private readonly bool _allAreChosen = !itemCounts.AsSpan().Contains(0);

    /// <summary>An item of one of the ranges that has ratings but none by the user, or -1.</summary>
    /// <param name="user">The user.</param>
    /// <param name="reach">The ranges.</param>
    /// <param name="chosen">Holds all pairs of the user and an item of the ranges that there are.</param>
    /// <param name="random">Where the draws come from.</param>
    public int Draw(int user, in DrawRange reach, in BloomFilter chosen, ref Xoshiro random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int item = reach.Item(random.NextBelow((uint)reach.Length));
            if ((_allAreChosen || itemCounts[item] > 0) && (!chosen.MayHold(user, item) || byUser.Row(user).Indexes.BinarySearch(item) < 0))
            {
                return item;
            }
        }

        return -1;
    }
}

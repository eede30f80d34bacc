using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Training.Ranking;

/// <summary>Draws negatives, items that a user has not chosen, uniformly from some ranges of items.</summary>
internal sealed class NegativeSampler(CompressedRows byUser, int[] itemCounts)
{
    /// <summary>Draws before a user is taken to have chosen nearly everything in reach, and the sample is left out.</summary>
    private const int MaximumDraws = 16;

    private readonly bool _allAreChosen = !itemCounts.AsSpan().Contains(0);

    /// <summary>An item of one of the ranges that has ratings but none by the user, or -1.</summary>
    /// <param name="user">The user.</param>
    /// <param name="reach">The ranges.</param>
    /// <param name="positives">Holds all pairs of the user and an item of the ranges that there are.</param>
    /// <param name="random">Where the draws come from.</param>
    public int Draw(int user, in DrawRange reach, in BloomFilter positives, ref Xoshiro random)
    {
        for (int draw = 0; draw < MaximumDraws; draw++)
        {
            int item = reach.Item(random.NextBelow((uint)reach.Length));
            if ((_allAreChosen || itemCounts[item] > 0)
                && (!positives.MayContain(user, item) || byUser.Row(user).Indexes.BinarySearch(item) < 0))
            {
                return item;
            }
        }

        return -1;
    }
}

/// <summary>The items of two ranges, the second of which may be empty, numbered from 0 on.</summary>
internal readonly struct DrawRange
{
    private readonly int _firstStart;
    private readonly int _firstLength;
    private readonly int _secondStart;

    public DrawRange((int Start, int Length) first, (int Start, int Length) second)
    {
        (_firstStart, _firstLength) = first;
        _secondStart = second.Start - first.Length;
        Length = first.Length + second.Length;
    }

    /// <summary>The number of items.</summary>
    public int Length { get; }

    /// <summary>The item of a number. Without a branch, which would be predicted half of the time.</summary>
    public int Item(int number) => number + (number < _firstLength ? _firstStart : _secondStart);
}

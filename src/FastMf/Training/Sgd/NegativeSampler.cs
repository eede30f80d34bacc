using FastMf.Data;
using FastMf.Numerics;

namespace FastMf.Training.Sgd;

/// <summary>Draws items that a user has not chosen, uniformly from some ranges of items.</summary>
internal sealed class NegativeSampler(CompressedRows byUser, int[] itemCounts)
{
    /// <summary>Draws before a user is taken to have chosen nearly everything in reach, and the sample is left out.</summary>
    private const int Attempts = 16;

    /// <summary>An item of one of the ranges that has ratings but none by the user, or -1.</summary>
    public int Draw(int user, ReadOnlySpan<(int Start, int Length)> ranges, int totalLength, SeededRandom random)
    {
        ReadOnlySpan<int> chosen = byUser.Row(user).Indexes;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int offset = random.NextInt32(totalLength);
            int range = 0;
            while (offset >= ranges[range].Length)
            {
                offset -= ranges[range++].Length;
            }

            int item = ranges[range].Start + offset;
            if (itemCounts[item] > 0 && chosen.BinarySearch(item) < 0)
            {
                return item;
            }
        }

        return -1;
    }
}

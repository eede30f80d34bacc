using System.Numerics;
using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// Draws distinct items one after the other, each with probability proportional to its weight among those not yet drawn, and gives
/// them in ascending order. One per worker: it holds scratch memory.
/// </summary>
/// <remarks>
/// Draws of an alias table, where an item drawn before is passed over, are fast until the heavy items are used up. A user who has
/// rated half the catalogue would take millions of them, so after two draws for each item of the catalogue the rest is found at
/// once: with E exponentially distributed, the items of the smallest E / weight are distributed as the next ones of the sequence
/// (Efraimidis and Spirakis 2006).
/// </remarks>
/// <param name="table">Draws from <paramref name="weights"/>.</param>
/// <param name="weights">The weight of each item, above 0.</param>
internal sealed class DistinctItemSampler(AliasTable table, double[] weights)
{
    private readonly ulong[] _taken = new ulong[(weights.Length + 63) / 64];
    private double[] _keys = [];
    private double[] _sortedKeys = [];

    /// <summary>Fills <paramref name="items"/>; its first <paramref name="given"/> places hold items that must be among them.</summary>
    public void Fill(SeededRandom random, Span<int> items, int given)
    {
        foreach (int item in items[..given])
        {
            _taken[item >> 6] |= 1UL << item;
        }

        int count = given;
        for (long budget = 2L * weights.Length; count < items.Length && budget > 0; budget--)
        {
            int item = table.Draw(random);
            ulong bit = 1UL << item;
            ref ulong word = ref _taken[item >> 6];
            if ((word & bit) == 0)
            {
                word |= bit;
                items[count++] = item;
            }
        }

        if (count < items.Length)
        {
            FillBySmallestKeys(random, items[count..]);
        }

        SortAndClear(items);
    }

    private void FillBySmallestKeys(SeededRandom random, Span<int> items)
    {
        if (_keys.Length == 0)
        {
            _keys = new double[weights.Length];
            _sortedKeys = new double[weights.Length];
        }

        int free = 0;
        for (int item = 0; item < weights.Length; item++)
        {
            if ((_taken[item >> 6] & (1UL << item)) == 0)
            {
                double uniform = ((random.NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53));
                _keys[item] = -PortableMath.Log(uniform) / weights[item];
                _sortedKeys[free++] = _keys[item];
            }
            else
            {
                _keys[item] = double.PositiveInfinity;
            }
        }

        _sortedKeys.AsSpan(0, free).Sort();
        double last = _sortedKeys[items.Length - 1];
        int count = 0;
        for (int item = 0; count < items.Length; item++)
        {
            if (_keys[item] <= last)
            {
                _taken[item >> 6] |= 1UL << item;
                items[count++] = item;
            }
        }
    }

    /// <summary>Reads the items off the bitmap, which costs a word for each 64 of the catalogue, unless sorting a few is less.</summary>
    private void SortAndClear(Span<int> items)
    {
        if (_taken.Length > 8 * items.Length)
        {
            items.Sort();
            foreach (int item in items)
            {
                _taken[item >> 6] = 0;
            }

            return;
        }

        int count = 0;
        for (int word = 0; word < _taken.Length; word++)
        {
            for (ulong bits = _taken[word]; bits != 0; bits &= bits - 1)
            {
                items[count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            }

            _taken[word] = 0;
        }
    }
}

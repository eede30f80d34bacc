using CommunityToolkit.HighPerformance.Buffers;

namespace FastMf.Data.Splitting;

/// <summary>Marks the latest ratings: a selection of the k largest timestamps.</summary>
internal static class LatestSelection
{
    /// <summary>Up to this many timestamps, quickselect on a copy is faster than radix select with its tables of 65,536 counts.</summary>
    private const int MaxQuickselect = 1 << 14;

    private const int DigitBits = 16;

    /// <summary>Marks the <paramref name="count"/> largest of <paramref name="times"/>; of equal ones, those at the end.</summary>
    public static void Mark(ReadOnlySpan<long> times, Span<bool> marks, int count)
    {
        if (count == 0)
        {
            return;
        }

        long boundary = Largest(times, count);
        int atBoundary = count;
        foreach (long time in times)
        {
            atBoundary -= time > boundary ? 1 : 0;
        }

        for (int i = times.Length - 1; i >= 0; i--)
        {
            marks[i] = times[i] > boundary || (times[i] == boundary && atBoundary-- > 0);
        }
    }

    /// <summary>The <paramref name="rank"/>-th largest of the times, from 1.</summary>
    private static long Largest(ReadOnlySpan<long> times, int rank)
    {
        if (times.Length > MaxQuickselect)
        {
            return RadixSelect(times, rank);
        }

        using SpanOwner<long> copy = SpanOwner<long>.Allocate(times.Length);
        times.CopyTo(copy.Span);
        return Quickselect(copy.Span, times.Length - rank);
    }

    /// <summary>The element at <paramref name="index"/> in ascending order (Hoare's quickselect); reorders the span.</summary>
    private static long Quickselect(Span<long> values, int index)
    {
        int first = 0;
        int last = values.Length - 1;
        while (first < last)
        {
            // A pivot from the middle halves what is in order of time already, as files often are.
            long pivot = values[(first + last) / 2];
            int low = first;
            int high = last;
            while (low <= high)
            {
                while (values[low] < pivot)
                {
                    low++;
                }

                while (values[high] > pivot)
                {
                    high--;
                }

                if (low <= high)
                {
                    (values[low], values[high]) = (values[high], values[low]);
                    low++;
                    high--;
                }
            }

            if (index <= high)
            {
                last = high;
            }
            else if (index >= low)
            {
                first = low;
            }
            else
            {
                break;
            }
        }

        return values[index];
    }

    /// <summary>
    /// The <paramref name="rank"/>-th largest, by digits of 16 bits from the top: the digit is the one whose count, with those above it,
    /// reaches the rank. Always four passes.
    /// </summary>
    private static long RadixSelect(ReadOnlySpan<long> times, int rank)
    {
        int[] counts = new int[1 << DigitBits];
        ulong prefix = 0;
        for (int shift = 64 - DigitBits; shift >= 0; shift -= DigitBits)
        {
            Array.Clear(counts);
            foreach (long time in times)
            {
                // With the sign bit flipped, signed order is unsigned order. The double shift is by 64 in the first pass.
                ulong key = (ulong)time ^ (1UL << 63);
                if (key >> shift >> DigitBits == prefix)
                {
                    counts[(int)(key >> shift) & ((1 << DigitBits) - 1)]++;
                }
            }

            int digit = counts.Length - 1;
            for (; counts[digit] < rank; digit--)
            {
                rank -= counts[digit];
            }

            prefix = (prefix << DigitBits) | (uint)digit;
        }

        return (long)(prefix ^ (1UL << 63));
    }
}

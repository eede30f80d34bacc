using System.Numerics;
using System.Runtime.InteropServices;
using FastMf.Threading;

namespace FastMf.Data.Matrix;

/// <summary>
/// Sorts every row by column, stably, in place, by LSD radix sort: a row fits a core's cache, while a second counting sort of
/// everything would go through memory twice and need as much again.
/// </summary>
internal static class RowSort
{
    /// <summary>Below this length a comparison sort is faster than clearing and summing a histogram for each digit.</summary>
    private const int MinRadixLength = 48;

    private const int DigitBits = 8;

    /// <summary>
    /// Sorts the rows in [<paramref name="firstRow"/>[i], <paramref name="firstRow"/>[i + 1]) as one piece of work for each i.
    /// </summary>
    public static void Apply(int[] offsets, int[] indexes, float[] values, long[]? timestamps, int[] firstRow, int workers)
    {
        var scratch = new Scratch[workers];
        WorkerTeam.Run(workers, firstRow.Length - 1, (worker, piece) =>
        {
            Scratch mine = scratch[worker] ??= new Scratch();
            for (int row = firstRow[piece]; row < firstRow[piece + 1]; row++)
            {
                int start = offsets[row];
                int length = offsets[row + 1] - start;
                Span<int> columns = indexes.AsSpan(start, length);
                if (!IsAscending(columns))
                {
                    ReadOnlySpan<ulong> order = mine.Order(columns);
                    mine.Permute(order, values.AsSpan(start, length));
                    if (timestamps is not null)
                    {
                        mine.Permute(order, timestamps.AsSpan(start, length));
                    }

                    for (int i = 0; i < length; i++)
                    {
                        columns[i] = (int)(order[i] >> 32);
                    }
                }
            }
        });
    }

    private static bool IsAscending(ReadOnlySpan<int> columns)
    {
        for (int i = 1; i < columns.Length; i++)
        {
            if (columns[i] < columns[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One worker's memory, as large as the longest row it has sorted.</summary>
    private sealed class Scratch
    {
        private ulong[] _keys = [];
        private ulong[] _spare = [];

        /// <summary>The sorted keys: a column in the upper half and its old position, which makes the sort stable, in the lower.</summary>
        public ReadOnlySpan<ulong> Order(ReadOnlySpan<int> columns)
        {
            if (_keys.Length < columns.Length)
            {
                int capacity = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)columns.Length), (uint)Array.MaxLength);
                _keys = GC.AllocateUninitializedArray<ulong>(capacity);
                _spare = GC.AllocateUninitializedArray<ulong>(capacity);
            }

            int bits = 0;
            for (int i = 0; i < columns.Length; i++)
            {
                bits |= columns[i];
                _keys[i] = (ulong)columns[i] << 32 | (uint)i;
            }

            if (columns.Length < MinRadixLength)
            {
                _keys.AsSpan(0, columns.Length).Sort();
            }
            else
            {
                RadixSort(columns.Length, 32 - BitOperations.LeadingZeroCount((uint)bits));
            }

            return _keys.AsSpan(0, columns.Length);
        }

        public void Permute<T>(ReadOnlySpan<ulong> order, Span<T> values)
            where T : unmanaged
        {
            // The spare array is free again, and no element is larger than a key.
            Span<T> old = MemoryMarshal.Cast<ulong, T>(_spare.AsSpan())[..values.Length];
            values.CopyTo(old);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = old[(int)order[i]];
            }
        }

        private void RadixSort(int length, int bits)
        {
            Span<int> position = stackalloc int[1 << DigitBits];
            for (int shift = 32; shift < 32 + bits; shift += DigitBits)
            {
                position.Clear();
                ReadOnlySpan<ulong> from = _keys.AsSpan(0, length);
                Span<ulong> to = _spare.AsSpan(0, length);
                foreach (ulong key in from)
                {
                    position[(byte)(key >> shift)]++;
                }

                int next = 0;
                for (int digit = 0; digit < position.Length; digit++)
                {
                    (position[digit], next) = (next, next + position[digit]);
                }

                foreach (ulong key in from)
                {
                    to[position[(byte)(key >> shift)]++] = key;
                }

                (_keys, _spare) = (_spare, _keys);
            }
        }
    }
}

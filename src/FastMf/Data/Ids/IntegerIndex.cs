using System.Numerics;
using System.Runtime.InteropServices;
using FastMf.Numerics;

namespace FastMf.Data.Ids;

/// <summary>
/// Finds the position of an integer in a sorted list with one access to memory: a bitmap with ranks where the ids are dense enough (ids
/// of ratings files usually are), a hash table with linear probing otherwise. In native memory, so that a service that changes models
/// gives the garbage collector nothing to do.
/// </summary>
internal sealed class IntegerIndex : IDisposable
{
    /// <summary>Words that the bitmap may have beyond those for which the hash table would need as much memory.</summary>
    private const int FreeWords = 64;

    private readonly long _first;
    private readonly NativeList<Word>? _words;
    private readonly NativeList<Slot>? _slots;

    /// <summary>The index of a list.</summary>
    /// <param name="sorted">The list, ascending, without repetition.</param>
    public IntegerIndex(ReadOnlySpan<long> sorted)
    {
        _first = sorted.IsEmpty ? 0 : sorted[0];
        UInt128 words = sorted.IsEmpty ? 0 : ((UInt128)((Int128)sorted[^1] - _first) >> 6) + 1;
        if (words <= (UInt128)Math.Min(sorted.Length * 3L / 2 + FreeWords, Array.MaxLength))
        {
            _words = new NativeList<Word>((int)words);
            Fill(_words.Span, sorted);
        }
        else
        {
            // Half of the slots stay empty: a search then looks at two or three of them, mostly in one cache line.
            _slots = new NativeList<Slot>((int)Math.Min(2L * sorted.Length, Array.MaxLength));
            Fill(_slots.Span, sorted);
        }
    }

    /// <summary>The position of an id, or -1.</summary>
    /// <exception cref="ObjectDisposedException">The index has been disposed of.</exception>
    public bool TryGet(long id, out int index)
    {
        if (_words is null)
        {
            return TryGetHashed(id, out index);
        }

        // An id below the first one wraps around to a huge unsigned number and fails the same test.
        ulong offset = (ulong)id - (ulong)_first;
        ReadOnlySpan<Word> words = _words.Span;
        if (offset >> 6 < (ulong)words.Length)
        {
            ref readonly Word word = ref words[(int)(offset >> 6)];
            ulong bit = 1UL << (int)offset;
            if ((word.Present & bit) != 0)
            {
                index = word.Rank + BitOperations.PopCount(word.Present & (bit - 1));
                return true;
            }
        }

        index = -1;
        return false;
    }

    public void Dispose()
    {
        _words?.Dispose();
        _slots?.Dispose();
    }

    private void Fill(Span<Word> words, ReadOnlySpan<long> sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            ulong offset = (ulong)sorted[i] - (ulong)_first;
            ref Word word = ref words[(int)(offset >> 6)];
            word.Rank = word.Present == 0 ? i : word.Rank;
            word.Present |= 1UL << (int)offset;
        }
    }

    private static void Fill(Span<Slot> slots, ReadOnlySpan<long> sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            int slot = Home(sorted[i], slots.Length);
            while (slots[slot].Position != 0)
            {
                slot = Next(slot, slots.Length);
            }

            slots[slot] = new Slot { Id = sorted[i], Position = i + 1 };
        }
    }

    private bool TryGetHashed(long id, out int index)
    {
        ReadOnlySpan<Slot> slots = _slots!.Span;
        for (int slot = Home(id, slots.Length); slots[slot].Position != 0; slot = Next(slot, slots.Length))
        {
            if (slots[slot].Id == id)
            {
                index = slots[slot].Position - 1;
                return true;
            }
        }

        index = -1;
        return false;
    }

    /// <summary>The first slot probed for an id: two multiplications, so that high and low bits of ids both count.</summary>
    private static int Home(long id, int slots)
    {
        ulong hash = (ulong)id * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        return (int)Math.BigMul(hash, (ulong)slots, out _);
    }

    private static int Next(int slot, int slots) => slot + 1 < slots ? slot + 1 : 0;

    /// <summary>64 consecutive integers.</summary>
    private struct Word
    {
        /// <summary>A bit for each of them that is an id.</summary>
        public ulong Present;

        /// <summary>How many ids are smaller than these.</summary>
        public int Rank;
    }

    /// <summary>An id, or nothing.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private struct Slot
    {
        public long Id;

        /// <summary>The position of the id, counted from 1; 0 in an empty slot.</summary>
        public int Position;
    }
}

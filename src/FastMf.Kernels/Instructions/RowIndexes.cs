using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Sgd;

namespace FastMf.Kernels.Instructions;

/// <summary>
/// Whether indexes are rows of a matrix: one pass for the largest of them as unsigned numbers, so that negative ones fail as well. Only
/// when that fails is the one that is wrong looked for.
/// </summary>
internal static class RowIndexes
{
    /// <summary>Each index is in [0, <paramref name="rows"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Require(ReadOnlySpan<int> indexes, nint rows, string name)
    {
        uint limit = Limit(rows);
        bool isWrong = false;
        if (indexes.Length >= Vector<uint>.Count)
        {
            ref uint first = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(indexes));
            int last = indexes.Length - Vector<uint>.Count;
            var even = Vector<uint>.Zero;
            var odd = Vector<uint>.Zero;
            int i = 0;
            for (; i + Vector<uint>.Count <= last; i += 2 * Vector<uint>.Count)
            {
                even = Vector.Max(even, Vector.LoadUnsafe(ref first, (nuint)i));
                odd = Vector.Max(odd, Vector.LoadUnsafe(ref first, (nuint)(i + Vector<uint>.Count)));
            }

            // What is left is less than two vectors: the last two overlap what has been seen.
            even = Vector.Max(even, Vector.LoadUnsafe(ref first, (nuint)Math.Min(i, last)));
            odd = Vector.Max(odd, Vector.LoadUnsafe(ref first, (nuint)last));
            isWrong = Vector.GreaterThanOrEqualAny(Vector.Max(even, odd), Vector.Create(limit));
        }
        else
        {
            foreach (int index in indexes)
            {
                isWrong |= (uint)index >= limit;
            }
        }

        if (isWrong)
        {
            ThrowFirst(indexes, rows, name);
        }
    }

    /// <summary>Users and items of samples.</summary>
    public static void Require(ReadOnlySpan<SgdSample> samples, nint users, nint items, string name)
    {
        ref uint first = ref Unsafe.As<SgdSample, uint>(ref MemoryMarshal.GetReference(samples));
        if (users == 0 || items == 0 || !AreTriplesWithin(ref first, samples.Length, Limit(users) - 1, Limit(items) - 1, uint.MaxValue))
        {
            for (int n = 0; n < samples.Length; n++)
            {
                RequireSample(samples[n].User, users, name, n, nameof(SgdSample.User));
                RequireSample(samples[n].Item, items, name, n, nameof(SgdSample.Item));
            }
        }
    }

    /// <summary>Users and both items of comparisons.</summary>
    public static void Require(ReadOnlySpan<PreferenceSample> samples, nint users, nint items, string name)
    {
        ref uint first = ref Unsafe.As<PreferenceSample, uint>(ref MemoryMarshal.GetReference(samples));
        if (users == 0 || items == 0 || !AreTriplesWithin(ref first, samples.Length, Limit(users) - 1, Limit(items) - 1, Limit(items) - 1))
        {
            for (int n = 0; n < samples.Length; n++)
            {
                RequireSample(samples[n].User, users, name, n, nameof(PreferenceSample.User));
                RequireSample(samples[n].Preferred, items, name, n, nameof(PreferenceSample.Preferred));
                RequireSample(samples[n].Negative, items, name, n, nameof(PreferenceSample.Negative));
            }
        }
    }

    /// <summary>Users and items of the samples of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Require(ReadOnlySpan<BlockSample> samples, nint users, nint items, string name)
    {
        if (Math.Min(users, items) > ushort.MaxValue)
        {
            return;
        }

        // Four numbers of 16 bits for a sample: user, item and the value's halves. A lane sees the same of every sample.
        ref ushort fields = ref Unsafe.As<BlockSample, ushort>(ref MemoryMarshal.GetReference(samples));
        nint length = 4 * (nint)samples.Length;
        var even = Vector<ushort>.Zero;
        var odd = Vector<ushort>.Zero;
        nint i = 0;
        for (; i + 2 * Vector<ushort>.Count <= length; i += 2 * Vector<ushort>.Count)
        {
            even = Vector.Max(even, Vector.LoadUnsafe(ref fields, (nuint)i));
            odd = Vector.Max(odd, Vector.LoadUnsafe(ref fields, (nuint)(i + Vector<ushort>.Count)));
        }

        // The bounds as a sample whose value is above any.
        uint userBound = (uint)Math.Min(users - 1, ushort.MaxValue), itemBound = (uint)Math.Min(items - 1, ushort.MaxValue);
        var bound = new BlockSample((ushort)userBound, (ushort)itemBound, BitConverter.UInt32BitsToSingle(uint.MaxValue));
        Vector<ushort> bounds = Vector.Create(Unsafe.BitCast<BlockSample, ulong>(bound)).As<ulong, ushort>();
        bool isAbove = Vector.GreaterThanAny(Vector.Max(even, odd), bounds);
        for (; i < length; i += 4)
        {
            isAbove |= Unsafe.Add(ref fields, i) > userBound || Unsafe.Add(ref fields, i + 1) > itemBound;
        }

        if (isAbove || users == 0 || items == 0)
        {
            for (int n = 0; n < samples.Length; n++)
            {
                RequireSample(samples[n].UserOffset, users, name, n, nameof(BlockSample.UserOffset));
                RequireSample(samples[n].ItemOffset, items, name, n, nameof(BlockSample.ItemOffset));
            }
        }
    }

    /// <summary>
    /// Whether no first, second or third of triples that lie one after the other is above its bound. Three vectors are so many whole
    /// triples, and a lane of each sees the same part of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreTriplesWithin(ref uint first, nint count, uint bound0, uint bound1, uint bound2)
    {
        nint length = 3 * count;
        Vector<uint> a = Vector<uint>.Zero, b = Vector<uint>.Zero, c = Vector<uint>.Zero;
        nint i = 0;
        for (; i + 3 * Vector<uint>.Count <= length; i += 3 * Vector<uint>.Count)
        {
            a = Vector.Max(a, Vector.LoadUnsafe(ref first, (nuint)i));
            b = Vector.Max(b, Vector.LoadUnsafe(ref first, (nuint)(i + Vector<uint>.Count)));
            c = Vector.Max(c, Vector.LoadUnsafe(ref first, (nuint)(i + 2 * Vector<uint>.Count)));
        }

        bool isAbove = AnyAbove(a, 0, bound0, bound1, bound2)
            || AnyAbove(b, Vector<uint>.Count, bound0, bound1, bound2)
            || AnyAbove(c, 2 * Vector<uint>.Count, bound0, bound1, bound2);
        for (; i < length; i += 3)
        {
            isAbove |= Unsafe.Add(ref first, i) > bound0 || Unsafe.Add(ref first, i + 1) > bound1 || Unsafe.Add(ref first, i + 2) > bound2;
        }

        return !isAbove;
    }

    /// <summary>
    /// Whether a lane is above the bound of the part of a triple that stands <paramref name="offset"/> numbers behind lane 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AnyAbove(Vector<uint> largest, int offset, uint bound0, uint bound1, uint bound2)
    {
        ref uint isFirst = ref Unsafe.Add(ref MemoryMarshal.GetReference(EveryThird), 3 + offset % 3);
        Vector<uint> others = Vector.ConditionalSelect(
            Vector.LoadUnsafe(ref Unsafe.Add(ref isFirst, -1)), Vector.Create(bound1), Vector.Create(bound2));
        return Vector.GreaterThanAny(largest, Vector.ConditionalSelect(Vector.LoadUnsafe(ref isFirst), Vector.Create(bound0), others));
    }

    /// <summary>All bits in every third number; for vectors of up to 16.</summary>
    private static ReadOnlySpan<uint> EveryThird =>
    [
        uint.MaxValue, 0, 0, uint.MaxValue, 0, 0, uint.MaxValue, 0, 0, uint.MaxValue, 0, 0,
        uint.MaxValue, 0, 0, uint.MaxValue, 0, 0, uint.MaxValue, 0, 0, uint.MaxValue, 0, 0,
    ];

    /// <summary>What an index as an unsigned number has to stay below; no negative one does, however many rows there are.</summary>
    private static uint Limit(nint rows) => (uint)Math.Min((ulong)rows, (ulong)int.MaxValue + 1);

    [DoesNotReturn]
    private static void ThrowFirst(ReadOnlySpan<int> indexes, nint rows, string name)
    {
        int position = 0;
        while ((uint)indexes[position] < Limit(rows))
        {
            position++;
        }

        throw new ArgumentException($"{name}[{position}] is {indexes[position]}; it must be a row of the matrix, 0 to {rows - 1}.", name);
    }

    private static void RequireSample(int row, nint rows, string name, int position, string part)
    {
        if ((uint)row >= Limit(rows))
        {
            throw new ArgumentException($"{name}[{position}].{part} is {row}; it must be a row of the model, 0 to {rows - 1}.", name);
        }
    }
}

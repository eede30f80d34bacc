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
        ref uint first = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(indexes));
        uint largest = 0;
        if (indexes.Length >= Vector<uint>.Count)
        {
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
            odd = Vector.Max(Vector.Max(even, odd), Vector.LoadUnsafe(ref first, (nuint)last));
            for (int lane = 0; lane < Vector<uint>.Count; lane++)
            {
                largest = Math.Max(largest, odd[lane]);
            }
        }
        else
        {
            foreach (int index in indexes)
            {
                largest = Math.Max(largest, (uint)index);
            }
        }

        if (!indexes.IsEmpty && largest >= Limit(rows))
        {
            ThrowFirst(indexes, rows, name);
        }
    }

    /// <summary>Users and items of samples.</summary>
    public static void Require(ReadOnlySpan<SgdSample> samples, nint users, nint items, string name)
    {
        (uint user, uint item, _) = LargestOfThree(ref Unsafe.As<SgdSample, uint>(ref MemoryMarshal.GetReference(samples)), 3 * (nint)samples.Length);
        if (!samples.IsEmpty && (user >= Limit(users) || item >= Limit(items)))
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
        (uint user, uint preferred, uint other) = LargestOfThree(ref Unsafe.As<PreferenceSample, uint>(ref MemoryMarshal.GetReference(samples)), 3 * (nint)samples.Length);
        if (!samples.IsEmpty && (user >= Limit(users) || Math.Max(preferred, other) >= Limit(items)))
        {
            for (int n = 0; n < samples.Length; n++)
            {
                RequireSample(samples[n].User, users, name, n, nameof(PreferenceSample.User));
                RequireSample(samples[n].Preferred, items, name, n, nameof(PreferenceSample.Preferred));
                RequireSample(samples[n].Other, items, name, n, nameof(PreferenceSample.Other));
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

        even = Vector.Max(even, odd);
        (ushort user, ushort item) = (0, 0);
        for (int lane = 0; lane < Vector<ushort>.Count; lane += 4)
        {
            (user, item) = (Math.Max(user, even[lane]), Math.Max(item, even[lane + 1]));
        }

        for (; i < length; i += 4)
        {
            (user, item) = (Math.Max(user, Unsafe.Add(ref fields, i)), Math.Max(item, Unsafe.Add(ref fields, i + 1)));
        }

        if (!samples.IsEmpty && (user >= users || item >= items))
        {
            for (int n = 0; n < samples.Length; n++)
            {
                RequireSample(samples[n].UserOffset, users, name, n, nameof(BlockSample.UserOffset));
                RequireSample(samples[n].ItemOffset, items, name, n, nameof(BlockSample.ItemOffset));
            }
        }
    }

    /// <summary>
    /// The largest first, second and third of triples that lie one after the other: three vectors are so many whole triples, and a lane of
    /// each sees the same part of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (uint First, uint Second, uint Third) LargestOfThree(ref uint first, nint length)
    {
        int lanes = Vector<uint>.Count;
        Vector<uint> a = Vector<uint>.Zero, b = Vector<uint>.Zero, c = Vector<uint>.Zero;
        nint i = 0;
        for (; i + 3 * lanes <= length; i += 3 * lanes)
        {
            a = Vector.Max(a, Vector.LoadUnsafe(ref first, (nuint)i));
            b = Vector.Max(b, Vector.LoadUnsafe(ref first, (nuint)(i + lanes)));
            c = Vector.Max(c, Vector.LoadUnsafe(ref first, (nuint)(i + 2 * lanes)));
        }

        Span<uint> largest = stackalloc uint[3 * Vector<uint>.Count];
        a.CopyTo(largest);
        b.CopyTo(largest[lanes..]);
        c.CopyTo(largest[(2 * lanes)..]);
        for (int k = 3; k < largest.Length; k++)
        {
            largest[k % 3] = Math.Max(largest[k % 3], largest[k]);
        }

        for (int k = 0; i < length; i++, k++)
        {
            largest[k % 3] = Math.Max(largest[k % 3], Unsafe.Add(ref first, i));
        }

        return (largest[0], largest[1], largest[2]);
    }

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

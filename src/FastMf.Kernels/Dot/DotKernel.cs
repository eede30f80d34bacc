using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Dot;

/// <summary>
/// x^T y of padded rows, defined over 16 logical lanes: chunk c of 16 floats goes to accumulator c mod 4 (the chunks after the last
/// full four to accumulators 0, 1, 2), the accumulators are added as (0 + 1) + (2 + 3), and the 16 lanes by one fixed tree.
/// </summary>
/// <remarks>
/// Narrow vectors make one pass for each part of the 16 lanes, so four accumulators hide the multiply-add's latency at every width.
/// <c>TensorPrimitives.Dot</c> is as fast, but its order of summation depends on the vector width.
/// </remarks>
internal static class DotKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ref float x, ref float y, int stride)
    {
        TVector part0 = Part(ref x, ref y, stride);
        if (TOps.Count == 16)
        {
            return TOps.Sum16(part0, default, default, default);
        }

        TVector part1 = Part(ref Unsafe.Add(ref x, TOps.Count), ref Unsafe.Add(ref y, TOps.Count), stride);
        if (TOps.Count == 8)
        {
            return TOps.Sum16(part0, part1, default, default);
        }

        TVector part2 = Part(ref Unsafe.Add(ref x, 8), ref Unsafe.Add(ref y, 8), stride);
        TVector part3 = Part(ref Unsafe.Add(ref x, 12), ref Unsafe.Add(ref y, 12), stride);
        return TOps.Sum16(part0, part1, part2, part3);
    }

    /// <summary>result[i] = row (first + i) of <paramref name="rows"/> times <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DotRows(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Dot(ref start, ref rows.Origin(first + i), rows.Width);
        }
    }

    /// <summary>result[i] = row indexes[i] of <paramref name="rows"/> times <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        int width = rows.Width;
        for (int i = 0; i < indexes.Length; i++)
        {
            result[i] = Dot(ref start, ref rows.Origin(indexes[i]), width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part(ref float x, ref float y, int stride)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + 64 <= stride; i += 64)
        {
            s0 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i)), TOps.Load(ref Unsafe.Add(ref y, i)), s0);
            s1 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i + 16)), TOps.Load(ref Unsafe.Add(ref y, i + 16)), s1);
            s2 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i + 32)), TOps.Load(ref Unsafe.Add(ref y, i + 32)), s2);
            s3 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i + 48)), TOps.Load(ref Unsafe.Add(ref y, i + 48)), s3);
        }

        if (i < stride)
        {
            s0 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i)), TOps.Load(ref Unsafe.Add(ref y, i)), s0);
        }

        if (i + 16 < stride)
        {
            s1 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i + 16)), TOps.Load(ref Unsafe.Add(ref y, i + 16)), s1);
        }

        if (i + 32 < stride)
        {
            s2 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref x, i + 32)), TOps.Load(ref Unsafe.Add(ref y, i + 32)), s2);
        }

        return TOps.Add(TOps.Add(s0, s1), TOps.Add(s2, s3));
    }
}

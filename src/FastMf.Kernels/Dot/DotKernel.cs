using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    public static float Dot(ref float x, ref float y, int stride) => LaneSum.Of(DotToFour(ref x, ref y, stride));

    /// <summary>
    /// <see cref="Dot"/> but for the last two levels of its tree: four lanes, for <see cref="LaneSum"/> to end several products at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> DotToFour(ref float x, ref float y, int stride)
    {
        TVector part0 = Part(ref x, ref y, stride);
        if (TOps.Count == 16)
        {
            return TOps.SumToFour(part0, default, default, default);
        }

        TVector part1 = Part(ref Unsafe.Add(ref x, TOps.Count), ref Unsafe.Add(ref y, TOps.Count), stride);
        if (TOps.Count == 8)
        {
            return TOps.SumToFour(part0, part1, default, default);
        }

        TVector part2 = Part(ref Unsafe.Add(ref x, 8), ref Unsafe.Add(ref y, 8), stride);
        TVector part3 = Part(ref Unsafe.Add(ref x, 12), ref Unsafe.Add(ref y, 12), stride);
        return TOps.SumToFour(part0, part1, part2, part3);
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

    /// <summary>
    /// results[q * pitch + i] = row (first + i) of <paramref name="rows"/> times row q of <paramref name="queries"/>, with the bits of
    /// <see cref="Dot"/>. Four rows stay in the first-level cache while all queries pass over them, and four sums end in one tree.
    /// </summary>
    /// <remarks>
    /// Never inlined: with a caller around it the compiler's budget would be spent before the innermost steps, and these be calls.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DotBlock(FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch)
    {
        ref float result = ref MemoryMarshal.GetReference(results);
        ref float origin = ref queries.Origin(0);
        int queryCount = (int)queries.RowCount;
        int stride = queries.Stride;
        int width = rows.Width;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            ref float row0 = ref rows.Origin(first + i);
            ref float row1 = ref rows.Origin(first + i + 1);
            ref float row2 = ref rows.Origin(first + i + 2);
            ref float row3 = ref rows.Origin(first + i + 3);
            ref float query = ref origin;
            ref float place = ref Unsafe.Add(ref result, i);
            for (int q = 0; q < queryCount; q++)
            {
                Four(ref query, ref row0, ref row1, ref row2, ref row3, width).StoreUnsafe(ref place);
                query = ref Unsafe.Add(ref query, stride);
                place = ref Unsafe.Add(ref place, pitch);
            }
        }

        for (; i < count; i++)
        {
            for (nint q = 0; q < queryCount; q++)
            {
                Unsafe.Add(ref result, q * pitch + i) = Dot(ref queries.Origin(q), ref rows.Origin(first + i), width);
            }
        }
    }

    /// <summary>x^T y of four y at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(ref float x, ref float y0, ref float y1, ref float y2, ref float y3, int stride)
    {
        if (TOps.Count == 16)
        {
            Parts(ref x, ref y0, ref y1, ref y2, ref y3, stride, out TVector sum0, out TVector sum1, out TVector sum2, out TVector sum3);
            return LaneSum.OfFour(
                TOps.SumToFour(sum0, default, default, default),
                TOps.SumToFour(sum1, default, default, default),
                TOps.SumToFour(sum2, default, default, default),
                TOps.SumToFour(sum3, default, default, default));
        }

        return Vector128.Create(
            Dot(ref x, ref y0, stride), Dot(ref x, ref y1, stride), Dot(ref x, ref y2, stride), Dot(ref x, ref y3, stride));
    }

    /// <summary><see cref="Part"/> of four y at once: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Parts(
        ref float x,
        ref float y0,
        ref float y1,
        ref float y2,
        ref float y3,
        int stride,
        out TVector sum0,
        out TVector sum1,
        out TVector sum2,
        out TVector sum3)
    {
        TVector a0 = default, a1 = default, a2 = default, a3 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default;
        TVector c0 = default, c1 = default, c2 = default, c3 = default;
        TVector d0 = default, d1 = default, d2 = default, d3 = default;
        int i = 0;
        for (; i + 64 <= stride; i += 64)
        {
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i, ref a0, ref b0, ref c0, ref d0);
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i + 16, ref a1, ref b1, ref c1, ref d1);
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i + 32, ref a2, ref b2, ref c2, ref d2);
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i + 48, ref a3, ref b3, ref c3, ref d3);
        }

        if (i < stride)
        {
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i, ref a0, ref b0, ref c0, ref d0);
        }

        if (i + 16 < stride)
        {
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i + 16, ref a1, ref b1, ref c1, ref d1);
        }

        if (i + 32 < stride)
        {
            Step(ref x, ref y0, ref y1, ref y2, ref y3, i + 32, ref a2, ref b2, ref c2, ref d2);
        }

        sum0 = TOps.Add(TOps.Add(a0, a1), TOps.Add(a2, a3));
        sum1 = TOps.Add(TOps.Add(b0, b1), TOps.Add(b2, b3));
        sum2 = TOps.Add(TOps.Add(c0, c1), TOps.Add(c2, c3));
        sum3 = TOps.Add(TOps.Add(d0, d1), TOps.Add(d2, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref float x,
        ref float y0,
        ref float y1,
        ref float y2,
        ref float y3,
        int i,
        ref TVector sum0,
        ref TVector sum1,
        ref TVector sum2,
        ref TVector sum3)
    {
        TVector factor = TOps.Load(ref Unsafe.Add(ref x, i));
        sum0 = TOps.MultiplyAdd(factor, TOps.Load(ref Unsafe.Add(ref y0, i)), sum0);
        sum1 = TOps.MultiplyAdd(factor, TOps.Load(ref Unsafe.Add(ref y1, i)), sum1);
        sum2 = TOps.MultiplyAdd(factor, TOps.Load(ref Unsafe.Add(ref y2, i)), sum2);
        sum3 = TOps.MultiplyAdd(factor, TOps.Load(ref Unsafe.Add(ref y3, i)), sum3);
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

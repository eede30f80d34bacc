using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>
/// Gathers rows into a <see cref="GramPanel"/>, and sums what needs every row once while it passes by: c (+)= sum y v, s (+)= sum w v.
/// </summary>
/// <remarks>
/// Even and odd rows are summed apart and added at the end: one chain of multiply-adds would wait for its own latency. The order of all
/// additions is the same at every width.
/// </remarks>
internal static class PanelPacker<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Packs rows that count once.</summary>
    public static void Pack(
        in FactorView rows,
        ReadOnlySpan<int> indexes,
        ReadOnlySpan<float> targets,
        ref float packed,
        ref float right,
        ref float border,
        bool add)
    {
        ref int index = ref MemoryMarshal.GetReference(indexes);
        ref float target = ref MemoryMarshal.GetReference(targets);
        int column = 0;
        for (; column + TOps.Count < rows.Width; column += 2 * TOps.Count)
        {
            PackPair(
                ref Unsafe.Add(ref rows.Origin(0), column),
                rows.Stride,
                ref index,
                indexes.Length,
                ref target,
                ref Unsafe.Add(ref packed, GramPanel.Offset(column)),
                GramPanel.Offset(column + TOps.Count) - GramPanel.Offset(column),
                ref Unsafe.Add(ref right, column),
                ref Unsafe.Add(ref border, column),
                add);
        }

        if (column < rows.Width)
        {
            PackSingle(
                ref Unsafe.Add(ref rows.Origin(0), column),
                rows.Stride,
                ref index,
                indexes.Length,
                ref target,
                ref Unsafe.Add(ref packed, GramPanel.Offset(column)),
                ref Unsafe.Add(ref right, column),
                ref Unsafe.Add(ref border, column),
                add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PackPair(
        ref float source,
        nint stride,
        ref int index,
        int count,
        ref float target,
        ref float packed,
        nint second,
        ref float right,
        ref float border,
        bool add)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default;
        TVector s00 = default, s01 = default, s10 = default, s11 = default;
        int n = 0;
        for (; n + 1 < count; n += 2)
        {
            ref float even = ref Unsafe.Add(ref source, Unsafe.Add(ref index, n) * stride);
            TVector v0 = TOps.Load(ref even);
            TVector v1 = TOps.Load(ref Unsafe.Add(ref even, TOps.Count));
            TOps.Store(v0, ref packed);
            TOps.Store(v1, ref Unsafe.Add(ref packed, second));
            TVector y = TOps.Broadcast(Unsafe.Add(ref target, n));
            c00 = TOps.MultiplyAdd(y, v0, c00);
            c01 = TOps.MultiplyAdd(y, v1, c01);
            s00 = TOps.Add(s00, v0);
            s01 = TOps.Add(s01, v1);

            ref float odd = ref Unsafe.Add(ref source, Unsafe.Add(ref index, n + 1) * stride);
            v0 = TOps.Load(ref odd);
            v1 = TOps.Load(ref Unsafe.Add(ref odd, TOps.Count));
            TOps.Store(v0, ref Unsafe.Add(ref packed, GramPanel.BlockWidth));
            TOps.Store(v1, ref Unsafe.Add(ref packed, GramPanel.BlockWidth + second));
            packed = ref Unsafe.Add(ref packed, 2 * GramPanel.BlockWidth);
            y = TOps.Broadcast(Unsafe.Add(ref target, n + 1));
            c10 = TOps.MultiplyAdd(y, v0, c10);
            c11 = TOps.MultiplyAdd(y, v1, c11);
            s10 = TOps.Add(s10, v0);
            s11 = TOps.Add(s11, v1);
        }

        if (n < count)
        {
            ref float last = ref Unsafe.Add(ref source, Unsafe.Add(ref index, n) * stride);
            TVector v0 = TOps.Load(ref last);
            TVector v1 = TOps.Load(ref Unsafe.Add(ref last, TOps.Count));
            TOps.Store(v0, ref packed);
            TOps.Store(v1, ref Unsafe.Add(ref packed, second));
            TVector y = TOps.Broadcast(Unsafe.Add(ref target, n));
            c00 = TOps.MultiplyAdd(y, v0, c00);
            c01 = TOps.MultiplyAdd(y, v1, c01);
            s00 = TOps.Add(s00, v0);
            s01 = TOps.Add(s01, v1);
        }

        TileSums<TOps, TVector>.Put(ref right, TOps.Add(c00, c10), add);
        TileSums<TOps, TVector>.Put(ref Unsafe.Add(ref right, TOps.Count), TOps.Add(c01, c11), add);
        TileSums<TOps, TVector>.Put(ref border, TOps.Add(s00, s10), add);
        TileSums<TOps, TVector>.Put(ref Unsafe.Add(ref border, TOps.Count), TOps.Add(s01, s11), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PackSingle(
        ref float source,
        nint stride,
        ref int index,
        int count,
        ref float target,
        ref float packed,
        ref float right,
        ref float border,
        bool add)
    {
        TVector c0 = default, c1 = default, s0 = default, s1 = default;
        int n = 0;
        for (; n + 1 < count; n += 2)
        {
            TVector v0 = TOps.Load(ref Unsafe.Add(ref source, Unsafe.Add(ref index, n) * stride));
            TVector v1 = TOps.Load(ref Unsafe.Add(ref source, Unsafe.Add(ref index, n + 1) * stride));
            TOps.Store(v0, ref packed);
            TOps.Store(v1, ref Unsafe.Add(ref packed, GramPanel.BlockWidth));
            packed = ref Unsafe.Add(ref packed, 2 * GramPanel.BlockWidth);
            c0 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref target, n)), v0, c0);
            c1 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref target, n + 1)), v1, c1);
            s0 = TOps.Add(s0, v0);
            s1 = TOps.Add(s1, v1);
        }

        if (n < count)
        {
            TVector v0 = TOps.Load(ref Unsafe.Add(ref source, Unsafe.Add(ref index, n) * stride));
            TOps.Store(v0, ref packed);
            c0 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref target, n)), v0, c0);
            s0 = TOps.Add(s0, v0);
        }

        TileSums<TOps, TVector>.Put(ref right, TOps.Add(c0, c1), add);
        TileSums<TOps, TVector>.Put(ref border, TOps.Add(s0, s1), add);
    }

    /// <summary>Packs rows that count by a weight, and the rows times their weights into a panel of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void PackWeighted(
        in FactorView rows,
        ReadOnlySpan<int> indexes,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> weights,
        ref float packed,
        ref float packedWeighted,
        ref float right,
        ref float border,
        bool add)
    {
        ref float target = ref MemoryMarshal.GetReference(targets);
        ref float weight = ref MemoryMarshal.GetReference(weights);
        for (int column = 0; column < rows.Width; column += TOps.Count)
        {
            nint offset = GramPanel.Offset(column);
            TVector c0 = default, c1 = default, s0 = default, s1 = default;
            for (int n = 0; n < indexes.Length; n++)
            {
                TVector v = TOps.Load(ref Unsafe.Add(ref rows.Origin(indexes[n]), column));
                TVector wv = TOps.Multiply(TOps.Broadcast(Unsafe.Add(ref weight, n)), v);
                TOps.Store(v, ref Unsafe.Add(ref packed, offset));
                TOps.Store(wv, ref Unsafe.Add(ref packedWeighted, offset));
                offset += GramPanel.BlockWidth;

                // Swapping the sums at each row is free; it keeps even and odd rows apart.
                (c0, c1) = (c1, TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref target, n)), v, c0));
                (s0, s1) = (s1, TOps.Add(s0, wv));
            }

            TileSums<TOps, TVector>.Put(ref Unsafe.Add(ref right, column), TOps.Add(c0, c1), add);
            TileSums<TOps, TVector>.Put(ref Unsafe.Add(ref border, column), TOps.Add(s0, s1), add);
        }
    }
}

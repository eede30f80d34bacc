using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Gram;

namespace FastMf.Kernels.Instructions.Blocks;

/// <summary>
/// The Gram kernel where a vector is a block of the panel (16 floats). The same sums in the same order as <see cref="GramKernel{TOps,
/// TVector}"/>, hence the same bits, in fewer passes: the first tile of two columns of blocks gathers and packs them, and the corner on the
/// diagonal is one tile.
/// </summary>
internal static class BlockGramKernel
{
    private const int Lanes = GramPanel.BlockWidth;

    public static void Accumulate(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add)
    {
        ReadOnlySpan<int> indexes = gathered.Indexes;
        ref float gram = ref MemoryMarshal.GetReference(sums.Gram);
        if (gathered.Upcoming.IsEmpty)
        {
            // A call for itself: nobody has prefetched its rows, and a pass that multiplies has too few of them in flight.
            ReadOnlySpan<int> first = indexes[..Math.Min(GramPanel.Rows, indexes.Length)];
            UpcomingRows.Prefetch(rows, ref first, first.Length);
        }

        for (int start = 0; start < indexes.Length; start += GramPanel.Rows, add = true)
        {
            int count = Math.Min(GramPanel.Rows, indexes.Length - start);
            ReadOnlySpan<int> next = start + count < indexes.Length ? indexes[(start + count)..] : gathered.Upcoming;
            next = next[..Math.Min(GramPanel.Rows, next.Length)];

            // The gathering tiles prefetch one row with each that they read; when fewer come, all of those are prefetched between tiles.
            bool isPaired = next.Length >= count;
            ref int paired = ref MemoryMarshal.GetReference(isPaired ? next : indexes[start..]);
            ReadOnlySpan<int> others = isPaired ? next[count..] : next;
            var panel = new GatheredPanel(rows, gathered, sums, start, count, ref paired);
            if (rows.Width == Lanes)
            {
                Prefetch(rows, ref others, others.Length);
            }

            if (!gathered.Weights.IsEmpty)
            {
                Multiply<Weighting.Each>(panel, rows, ref gram, others, add);
            }
            else if (rows.Width == Lanes)
            {
                SingleBlockTile.Multiply(panel, ref gram, add);
            }
            else
            {
                Multiply<Weighting.None>(panel, rows, ref gram, others, add);
            }
        }
    }

    /// <summary>All sums of a panel; <paramref name="next"/> is prefetched on the way, a share with each tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply<TWeighting>(in GatheredPanel panel, in FactorView rows, ref float gram, ReadOnlySpan<int> next, bool add)
        where TWeighting : struct, Weighting.IWeighting
    {
        int count = (int)panel.Count;
        int stride = rows.Width;
        int share = next.IsEmpty ? 0 : ShareOfTile(next.Length, stride / Lanes);
        ref float packed = ref panel.Packed;
        ref float weighted = ref Unsafe.Add(ref packed, TWeighting.HasWeights ? panel.WeightedOffset : 0);
        int column = 0;
        for (; column + Lanes < stride; column += 2 * Lanes)
        {
            ref float tile = ref Unsafe.Add(ref gram, column);
            ref float b0 = ref Unsafe.Add(ref weighted, GramPanel.Offset(column));
            ref float b1 = ref Unsafe.Add(ref b0, GramPanel.BlockLength);
            GatheringTiles<TWeighting>.Tile8X2(panel, column, ref tile, stride, add);
            for (int row = 8; row < column + 8; row += 8)
            {
                Prefetch(rows, ref next, share);
                ref float a = ref Unsafe.Add(ref packed, GramPanel.Offset(row));
                GramTiles<Lanes512, Vector512<float>>.Tile8X2(
                    count, ref a, ref b0, ref b1, ref Unsafe.Add(ref tile, row * stride), stride, add);
            }

            Prefetch(rows, ref next, share);
            ref float a0 = ref Unsafe.Add(ref packed, GramPanel.Offset(column));
            ref float a1 = ref Unsafe.Add(ref a0, GramPanel.BlockLength);
            CornerTile.Multiply(count, ref a0, ref a1, ref b0, ref b1, ref Unsafe.Add(ref tile, column * stride), stride, add);
        }

        if (column < stride)
        {
            ref float tile = ref Unsafe.Add(ref gram, column);
            ref float b = ref Unsafe.Add(ref weighted, GramPanel.Offset(column));
            GatheringTiles<TWeighting>.Tile16X1(panel, column, ref tile, stride, add);
            for (int row = Lanes; row < stride; row += Lanes)
            {
                Prefetch(rows, ref next, share);
                ref float a = ref Unsafe.Add(ref packed, GramPanel.Offset(row));
                GramTiles<Lanes512, Vector512<float>>.Tile16X1(count, ref a, ref b, ref Unsafe.Add(ref tile, row * stride), stride, add);
            }
        }
    }

    /// <summary>How many of the next rows are prefetched with each later tile: all at once would wait for free miss buffers.</summary>
    private static int ShareOfTile(int rows, int blocks)
    {
        int pairs = blocks / 2;
        int prefetchingTiles = Math.Max(1, 2 * pairs * pairs - pairs + (blocks % 2 == 0 ? 0 : blocks - 1));
        return (rows + prefetchingTiles - 1) / prefetchingTiles;
    }

    /// <summary>Mostly there is nothing to prefetch; that costs no call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(in FactorView rows, ref ReadOnlySpan<int> next, int share)
    {
        if (!next.IsEmpty)
        {
            UpcomingRows.Prefetch(rows, ref next, share);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.Instructions.Blocks;

namespace FastMf.Kernels.Gram;

/// <summary>
/// The normal equations of gathered rows v with weights w and targets y: A += sum w v v^T (upper triangle), c += sum y v, s += sum w v.
/// </summary>
/// <remarks>
/// The rows are packed in panels of <see cref="GramPanel.Rows"/>, then register tiles pass over the panel, all tiles of a pair of
/// vectors before the next pair: two blocks of the panel stay in L1 at any rank. Each panel's sum starts from zero and is added to A
/// once, so the rounding error grows with the panel and the number of panels, not with their product; the panel height is part of the
/// result's definition and never depends on the machine. Where a vector is a block, <see cref="BlockGramKernel"/> does the same with fewer
/// passes.
/// </remarks>
internal static class GramKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    public static void Accumulate(in FactorView rows, in GatheredRows gathered, in NormalEquations sums, bool add)
    {
        if (TOps.Count == GramPanel.BlockWidth)
        {
            BlockGramKernel.Accumulate(rows, gathered, sums, add);
            return;
        }

        int length = GramPanel.Length(rows.Width);
        ref float packed = ref MemoryMarshal.GetReference(sums.Workspace);
        ref float right = ref MemoryMarshal.GetReference(sums.Right);
        ref float border = ref MemoryMarshal.GetReference(sums.Border);
        ReadOnlySpan<int> indexes = gathered.Indexes;
        for (int start = 0; start < indexes.Length; start += GramPanel.Rows)
        {
            int count = Math.Min(GramPanel.Rows, indexes.Length - start);
            ReadOnlySpan<int> panel = indexes.Slice(start, count);
            ReadOnlySpan<float> targets = gathered.Targets.Slice(start, count);
            ref float weighted = ref packed;
            if (gathered.Weights.IsEmpty)
            {
                PanelPacker<TOps, TVector>.Pack(rows, panel, targets, ref packed, ref right, ref border, add || start > 0);
            }
            else
            {
                weighted = ref Unsafe.Add(ref packed, length);
                PanelPacker<TOps, TVector>.PackWeighted(
                    rows,
                    panel,
                    targets,
                    gathered.Weights.Slice(start, count),
                    ref packed,
                    ref weighted,
                    ref right,
                    ref border,
                    add || start > 0);
            }

            ReadOnlySpan<int> next = start + count < indexes.Length ? indexes[(start + count)..] : gathered.Upcoming;
            Multiply(ref packed, ref weighted, count, sums.Gram, rows, next[..Math.Min(GramPanel.Rows, next.Length)], add || start > 0);
        }
    }

    /// <summary>A (+)= P^T W over a panel P and the same rows times their weights, W.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply(
        ref float packed, ref float weighted, int count, Span<float> matrix, in FactorView rows, ReadOnlySpan<int> next, bool add)
    {
        int stride = rows.Width;
        int lanes = TOps.Count;
        ref float gram = ref MemoryMarshal.GetReference(matrix);
        int share = ShareOfTile(next.Length, stride);
        for (int column = 0; column < stride; column += 2 * lanes)
        {
            ref float tile = ref Unsafe.Add(ref gram, column);
            ref float b0 = ref Unsafe.Add(ref weighted, GramPanel.Offset(column));
            ref float b1 = ref Unsafe.Add(ref weighted, GramPanel.Offset(column + lanes));
            bool isPair = column + lanes < stride;
            int row = 0;
            if (!TOps.HasManyRegisters)
            {
                for (; row < column + 2 * lanes; row += 4)
                {
                    UpcomingRows.Prefetch(rows, ref next, share);
                    ref float a = ref Unsafe.Add(ref packed, GramPanel.Offset(row));
                    GramTiles<TOps, TVector>.Tile4X2(count, ref a, ref b0, ref b1, ref Unsafe.Add(ref tile, row * stride), stride, add);
                }

                continue;
            }

            for (; isPair && row < column + lanes; row += 8)
            {
                UpcomingRows.Prefetch(rows, ref next, share);
                ref float a = ref Unsafe.Add(ref packed, GramPanel.Offset(row));
                GramTiles<TOps, TVector>.Tile8X2(count, ref a, ref b0, ref b1, ref Unsafe.Add(ref tile, row * stride), stride, add);
            }

            // The lower right corner of a pair's diagonal, or all rows of a single last vector.
            ref float b = ref isPair ? ref b1 : ref b0;
            tile = ref Unsafe.Add(ref tile, isPair ? lanes : 0);
            for (; row < Math.Min(column + 2 * lanes, stride); row += 16)
            {
                UpcomingRows.Prefetch(rows, ref next, share);
                ref float a = ref Unsafe.Add(ref packed, GramPanel.Offset(row));
                GramTiles<TOps, TVector>.Tile16X1(count, ref a, ref b, ref Unsafe.Add(ref tile, row * stride), stride, add);
            }
        }
    }

    /// <summary>How many of the next rows are prefetched with each tile: all at once would wait for free miss buffers.</summary>
    private static int ShareOfTile(int rows, int stride)
    {
        int perTile = TOps.HasManyRegisters ? 16 * TOps.Count : 8 * TOps.Count;
        int tiles = stride * (stride + 16) / 2 / perTile;
        return (rows + tiles - 1) / tiles;
    }
}

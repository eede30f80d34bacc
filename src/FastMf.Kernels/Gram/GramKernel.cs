using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>
/// Rank-k accumulation: C += sum over gathered rows v of v v^T, upper triangle, in register tiles that read the rows where they lie.
/// </summary>
/// <remarks>
/// The rows are taken in panels of <see cref="PanelRows"/>: a panel of rank up to 96 stays in L1 while all tiles of the triangle pass over
/// it. Each panel's sum starts from zero and is added to C once, so the rounding error grows with the panel and the number of
/// panels, not with their product; the panel height is part of the result's definition and never depends on the machine.
/// </remarks>
internal static class GramKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows of a tile: 8 rows x 2 vectors are 16 accumulators + 2 loads of 32 registers; broadcasts are memory operands.</summary>
    private const int StripRows = 8;

    /// <summary>Rows gathered before C is touched.</summary>
    public const int PanelRows = 128;

    [SkipLocalsInit]
    public static void Accumulate(FactorView rows, ReadOnlySpan<int> indexes, Span<float> gram)
    {
        int stride = rows.Stride;
        Span<nint> offsets = stackalloc nint[PanelRows];
        for (int start = 0; start < indexes.Length; start += PanelRows)
        {
            ReadOnlySpan<int> panel = indexes.Slice(start, Math.Min(PanelRows, indexes.Length - start));
            for (int i = 0; i < panel.Length; i++)
            {
                offsets[i] = (nint)panel[i] * stride;
            }

            PrefetchRows(rows, indexes[Math.Min(start + PanelRows, indexes.Length)..]);
            AccumulatePanel(ref rows.Origin(0), ref MemoryMarshal.GetReference(offsets), panel.Length, stride, ref MemoryMarshal.GetReference(gram));
        }
    }

    /// <summary>Asks for the next panel while this one is computed: the gather is bound by latency otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PrefetchRows(FactorView rows, ReadOnlySpan<int> next)
    {
        foreach (int row in next[..Math.Min(PanelRows, next.Length)])
        {
            for (int line = 0; line < rows.Stride; line += 16)
            {
                Hardware.Prefetch(ref Unsafe.Add(ref rows.Origin(row), line));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulatePanel(ref float origin, ref nint offsets, int count, int stride, ref float gram)
    {
        int lanes = TOps.Count;
        for (int strip = 0; strip < stride; strip += StripRows)
        {
            ref float tileRow = ref Unsafe.Add(ref gram, strip * stride);

            // The first vector that holds a column of the upper triangle of this strip.
            int column = strip / lanes * lanes;
            for (; column + 2 * lanes <= stride; column += 2 * lanes)
            {
                if (TOps.HasManyRegisters)
                {
                    Tile8X2(ref origin, ref offsets, count, strip, column, ref Unsafe.Add(ref tileRow, column), stride);
                }
                else
                {
                    Tile4X2(ref origin, ref offsets, count, strip, column, ref Unsafe.Add(ref tileRow, column), stride);
                    Tile4X2(ref origin, ref offsets, count, strip + 4, column, ref Unsafe.Add(ref tileRow, 4 * stride + column), stride);
                }
            }

            if (column < stride)
            {
                Tile8X1(ref origin, ref offsets, count, strip, column, ref Unsafe.Add(ref tileRow, column), stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8X2(ref float origin, ref nint offsets, int count, int row, int column, ref float tile, int stride)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        TVector c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (int n = 0; n < count; n++)
        {
            ref float v = ref Unsafe.Add(ref origin, Unsafe.Add(ref offsets, n));
            ref float a = ref Unsafe.Add(ref v, row);
            TVector b0 = TOps.Load(ref Unsafe.Add(ref v, column));
            TVector b1 = TOps.Load(ref Unsafe.Add(ref v, column + TOps.Count));
            c00 = TOps.MultiplyAdd(TOps.Broadcast(a), b0, c00);
            c01 = TOps.MultiplyAdd(TOps.Broadcast(a), b1, c01);
            c10 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 1)), b0, c10);
            c11 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 1)), b1, c11);
            c20 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 2)), b0, c20);
            c21 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 2)), b1, c21);
            c30 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 3)), b0, c30);
            c31 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 3)), b1, c31);
            c40 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 4)), b0, c40);
            c41 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 4)), b1, c41);
            c50 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 5)), b0, c50);
            c51 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 5)), b1, c51);
            c60 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 6)), b0, c60);
            c61 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 6)), b1, c61);
            c70 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 7)), b0, c70);
            c71 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 7)), b1, c71);
        }

        AddPair(ref tile, c00, c01);
        AddPair(ref Unsafe.Add(ref tile, stride), c10, c11);
        AddPair(ref Unsafe.Add(ref tile, 2 * stride), c20, c21);
        AddPair(ref Unsafe.Add(ref tile, 3 * stride), c30, c31);
        AddPair(ref Unsafe.Add(ref tile, 4 * stride), c40, c41);
        AddPair(ref Unsafe.Add(ref tile, 5 * stride), c50, c51);
        AddPair(ref Unsafe.Add(ref tile, 6 * stride), c60, c61);
        AddPair(ref Unsafe.Add(ref tile, 7 * stride), c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4X2(ref float origin, ref nint offsets, int count, int row, int column, ref float tile, int stride)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int n = 0; n < count; n++)
        {
            ref float v = ref Unsafe.Add(ref origin, Unsafe.Add(ref offsets, n));
            ref float a = ref Unsafe.Add(ref v, row);
            TVector b0 = TOps.Load(ref Unsafe.Add(ref v, column));
            TVector b1 = TOps.Load(ref Unsafe.Add(ref v, column + TOps.Count));
            TVector a0 = TOps.Broadcast(a);
            c00 = TOps.MultiplyAdd(a0, b0, c00);
            c01 = TOps.MultiplyAdd(a0, b1, c01);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c10 = TOps.MultiplyAdd(a1, b0, c10);
            c11 = TOps.MultiplyAdd(a1, b1, c11);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c20 = TOps.MultiplyAdd(a2, b0, c20);
            c21 = TOps.MultiplyAdd(a2, b1, c21);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c30 = TOps.MultiplyAdd(a3, b0, c30);
            c31 = TOps.MultiplyAdd(a3, b1, c31);
        }

        AddPair(ref tile, c00, c01);
        AddPair(ref Unsafe.Add(ref tile, stride), c10, c11);
        AddPair(ref Unsafe.Add(ref tile, 2 * stride), c20, c21);
        AddPair(ref Unsafe.Add(ref tile, 3 * stride), c30, c31);
    }

    /// <summary>The last vector of a strip when their number is odd: 8 accumulators still cover the latency of the multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8X1(ref float origin, ref nint offsets, int count, int row, int column, ref float tile, int stride)
    {
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (int n = 0; n < count; n++)
        {
            ref float v = ref Unsafe.Add(ref origin, Unsafe.Add(ref offsets, n));
            ref float a = ref Unsafe.Add(ref v, row);
            TVector b = TOps.Load(ref Unsafe.Add(ref v, column));
            c0 = TOps.MultiplyAdd(TOps.Broadcast(a), b, c0);
            c1 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 1)), b, c1);
            c2 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 2)), b, c2);
            c3 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 3)), b, c3);
            c4 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 4)), b, c4);
            c5 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 5)), b, c5);
            c6 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 6)), b, c6);
            c7 = TOps.MultiplyAdd(TOps.Broadcast(Unsafe.Add(ref a, 7)), b, c7);
        }

        AddTo(ref tile, c0);
        AddTo(ref Unsafe.Add(ref tile, stride), c1);
        AddTo(ref Unsafe.Add(ref tile, 2 * stride), c2);
        AddTo(ref Unsafe.Add(ref tile, 3 * stride), c3);
        AddTo(ref Unsafe.Add(ref tile, 4 * stride), c4);
        AddTo(ref Unsafe.Add(ref tile, 5 * stride), c5);
        AddTo(ref Unsafe.Add(ref tile, 6 * stride), c6);
        AddTo(ref Unsafe.Add(ref tile, 7 * stride), c7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair(ref float target, TVector first, TVector second)
    {
        AddTo(ref target, first);
        AddTo(ref Unsafe.Add(ref target, TOps.Count), second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float target, TVector value) => TOps.Store(TOps.Add(TOps.Load(ref target), value), ref target);
}

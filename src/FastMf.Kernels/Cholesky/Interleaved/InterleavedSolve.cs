using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>
/// The substitutions of <see cref="SolveKernel{TOps, TVector}"/> for the system in each lane, in the same order of operations.
/// </summary>
internal static class InterleavedSolve<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Side = InterleavedLayout.Side;
    private const int BlockVectors = InterleavedLayout.BlockVectors;

    /// <summary>Solves a strip's four elements of U^T y = b in place; nothing if there is no b.</summary>
    /// <param name="column">The block column of U at the strip.</param>
    /// <param name="strip">The strip.</param>
    /// <param name="lanes">y before the strip, b from it on; or empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardStrip(ref float column, int strip, Span<float> lanes)
    {
        if (lanes.IsEmpty)
        {
            return;
        }

        ref float solved = ref MemoryMarshal.GetReference(lanes);
        ref float four = ref Unsafe.Add(ref solved, strip * Side * TOps.Count);
        TVector y0 = Vectors<TOps, TVector>.At(ref four, 0), y1 = Vectors<TOps, TVector>.At(ref four, 1);
        TVector y2 = Vectors<TOps, TVector>.At(ref four, 2), y3 = Vectors<TOps, TVector>.At(ref four, 3);
        for (; Unsafe.IsAddressLessThan(ref solved, ref four); solved = ref Unsafe.Add(ref solved, TOps.Count))
        {
            TVector y = TOps.Load(ref solved);
            y0 = TOps.MultiplySubtract(Vectors<TOps, TVector>.At(ref column, 0), y, y0);
            y1 = TOps.MultiplySubtract(Vectors<TOps, TVector>.At(ref column, 1), y, y1);
            y2 = TOps.MultiplySubtract(Vectors<TOps, TVector>.At(ref column, 2), y, y2);
            y3 = TOps.MultiplySubtract(Vectors<TOps, TVector>.At(ref column, 3), y, y3);
            column = ref Unsafe.Add(ref column, Side * TOps.Count);
        }

        y0 = TOps.Multiply(y0, Vectors<TOps, TVector>.At(ref column, 0));
        y1 = TOps.Multiply(
            TOps.MultiplySubtract(y0, Vectors<TOps, TVector>.At(ref column, 1), y1), Vectors<TOps, TVector>.At(ref column, 5));
        y2 = TOps.MultiplySubtract(y0, Vectors<TOps, TVector>.At(ref column, 2), y2);
        y2 = TOps.Multiply(
            TOps.MultiplySubtract(y1, Vectors<TOps, TVector>.At(ref column, 6), y2), Vectors<TOps, TVector>.At(ref column, 10));
        y3 = TOps.MultiplySubtract(y0, Vectors<TOps, TVector>.At(ref column, 3), y3);
        y3 = TOps.MultiplySubtract(y1, Vectors<TOps, TVector>.At(ref column, 7), y3);
        y3 = TOps.Multiply(
            TOps.MultiplySubtract(y2, Vectors<TOps, TVector>.At(ref column, 11), y3), Vectors<TOps, TVector>.At(ref column, 15));
        Vectors<TOps, TVector>.Put(y0, ref four, 0);
        Vectors<TOps, TVector>.Put(y1, ref four, 1);
        Vectors<TOps, TVector>.Put(y2, ref four, 2);
        Vectors<TOps, TVector>.Put(y3, ref four, 3);
    }

    /// <summary>Solves a strip's four elements of U x = y in place.</summary>
    /// <param name="u">The factors.</param>
    /// <param name="strip">The strip.</param>
    /// <param name="strips">Strips of a system.</param>
    /// <param name="lanes">x behind the strip, y up to its end.</param>
    /// <remarks>
    /// 16 logical lanes of columns behind the strip's own 16 columns are four sums of four: blocks that are congruent modulo 4. They are
    /// added by the common tree, then come the blocks among the strip's own columns.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackStrip(ref float u, int strip, int strips, ref float lanes)
    {
        Span<float> parts = stackalloc float[4 * BlockVectors * TOps.Count];
        ref float part = ref MemoryMarshal.GetReference(parts);
        int behind = (strip & -4) + 4;
        if (behind < strips)
        {
            for (int i = 0; i < 4; i++)
            {
                AddProducts(
                    ref u, strip, behind + i, strips, 4, ref lanes, ref Unsafe.Add(ref part, i * BlockVectors * TOps.Count), isFirst: true);
            }

            for (int i = 0; i < BlockVectors; i++)
            {
                TVector even = TOps.Add(Vectors<TOps, TVector>.At(ref part, i), Vectors<TOps, TVector>.At(ref part, 2 * BlockVectors + i));
                TVector odd = TOps.Add(
                    Vectors<TOps, TVector>.At(ref part, BlockVectors + i), Vectors<TOps, TVector>.At(ref part, 3 * BlockVectors + i));
                Vectors<TOps, TVector>.Put(TOps.Add(even, odd), ref part, i);
            }
        }

        AddProducts(ref u, strip, strip + 1, Math.Min(behind, strips), 1, ref lanes, ref part, isFirst: behind >= strips);

        ref float block = ref Unsafe.Add(ref u, (InterleavedLayout.Column(strip) + strip) * BlockVectors * TOps.Count);
        ref float four = ref Unsafe.Add(ref lanes, strip * Side * TOps.Count);
        TVector x3 = TOps.Multiply(Rest(ref four, ref part, 3), Vectors<TOps, TVector>.At(ref block, 15));
        TVector x2 = TOps.MultiplySubtract(x3, Vectors<TOps, TVector>.At(ref block, 11), Rest(ref four, ref part, 2));
        x2 = TOps.Multiply(x2, Vectors<TOps, TVector>.At(ref block, 10));
        TVector x1 = TOps.MultiplySubtract(x3, Vectors<TOps, TVector>.At(ref block, 7), Rest(ref four, ref part, 1));
        x1 = TOps.Multiply(TOps.MultiplySubtract(x2, Vectors<TOps, TVector>.At(ref block, 6), x1), Vectors<TOps, TVector>.At(ref block, 5));
        TVector x0 = TOps.MultiplySubtract(x3, Vectors<TOps, TVector>.At(ref block, 3), Rest(ref four, ref part, 0));
        x0 = TOps.MultiplySubtract(x2, Vectors<TOps, TVector>.At(ref block, 2), x0);
        x0 = TOps.Multiply(TOps.MultiplySubtract(x1, Vectors<TOps, TVector>.At(ref block, 1), x0), Vectors<TOps, TVector>.At(ref block, 0));
        Vectors<TOps, TVector>.Put(x0, ref four, 0);
        Vectors<TOps, TVector>.Put(x1, ref four, 1);
        Vectors<TOps, TVector>.Put(x2, ref four, 2);
        Vectors<TOps, TVector>.Put(x3, ref four, 3);
    }

    /// <summary>
    /// sums (+)= U x element by element over the blocks of a strip from <paramref name="first"/> on, every <paramref name="every"/>-th.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(ref float u, int strip, int first, int end, int every, ref float lanes, ref float sums, bool isFirst)
    {
        TVector s00 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 0);
        TVector s01 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 1);
        TVector s02 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 2);
        TVector s03 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 3);
        TVector s10 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 4);
        TVector s11 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 5);
        TVector s12 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 6);
        TVector s13 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 7);
        TVector s20 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 8);
        TVector s21 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 9);
        TVector s22 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 10);
        TVector s23 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 11);
        TVector s30 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 12);
        TVector s31 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 13);
        TVector s32 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 14);
        TVector s33 = isFirst ? default : Vectors<TOps, TVector>.At(ref sums, 15);
        for (int block = first; block < end; block += every)
        {
            ref float rows = ref Unsafe.Add(ref u, (InterleavedLayout.Column(block) + strip) * BlockVectors * TOps.Count);
            ref float x = ref Unsafe.Add(ref lanes, block * Side * TOps.Count);
            TVector x0 = Vectors<TOps, TVector>.At(ref x, 0), x1 = Vectors<TOps, TVector>.At(ref x, 1);
            TVector x2 = Vectors<TOps, TVector>.At(ref x, 2), x3 = Vectors<TOps, TVector>.At(ref x, 3);
            s00 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 0), x0, s00);
            s01 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 1), x1, s01);
            s02 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 2), x2, s02);
            s03 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 3), x3, s03);
            s10 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 4), x0, s10);
            s11 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 5), x1, s11);
            s12 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 6), x2, s12);
            s13 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 7), x3, s13);
            s20 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 8), x0, s20);
            s21 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 9), x1, s21);
            s22 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 10), x2, s22);
            s23 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 11), x3, s23);
            s30 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 12), x0, s30);
            s31 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 13), x1, s31);
            s32 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 14), x2, s32);
            s33 = TOps.MultiplyAdd(Vectors<TOps, TVector>.At(ref rows, 15), x3, s33);
        }

        Vectors<TOps, TVector>.Put(s00, ref sums, 0);
        Vectors<TOps, TVector>.Put(s01, ref sums, 1);
        Vectors<TOps, TVector>.Put(s02, ref sums, 2);
        Vectors<TOps, TVector>.Put(s03, ref sums, 3);
        Vectors<TOps, TVector>.Put(s10, ref sums, 4);
        Vectors<TOps, TVector>.Put(s11, ref sums, 5);
        Vectors<TOps, TVector>.Put(s12, ref sums, 6);
        Vectors<TOps, TVector>.Put(s13, ref sums, 7);
        Vectors<TOps, TVector>.Put(s20, ref sums, 8);
        Vectors<TOps, TVector>.Put(s21, ref sums, 9);
        Vectors<TOps, TVector>.Put(s22, ref sums, 10);
        Vectors<TOps, TVector>.Put(s23, ref sums, 11);
        Vectors<TOps, TVector>.Put(s30, ref sums, 12);
        Vectors<TOps, TVector>.Put(s31, ref sums, 13);
        Vectors<TOps, TVector>.Put(s32, ref sums, 14);
        Vectors<TOps, TVector>.Put(s33, ref sums, 15);
    }

    /// <summary>What is left of an element of y: minus the sum of its row's four sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Rest(ref float four, ref float sums, int row)
    {
        TVector even = TOps.Add(Vectors<TOps, TVector>.At(ref sums, 4 * row), Vectors<TOps, TVector>.At(ref sums, 4 * row + 2));
        return TOps.Subtract(
            Vectors<TOps, TVector>.At(ref four, row),
            TOps.Add(even, TOps.Add(Vectors<TOps, TVector>.At(ref sums, 4 * row + 1), Vectors<TOps, TVector>.At(ref sums, 4 * row + 3))));
    }
}

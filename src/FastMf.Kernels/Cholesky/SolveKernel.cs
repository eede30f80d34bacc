using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// U^T U x = b in place, for a factor as <see cref="CholeskyKernel{TOps, TVector}"/> leaves it. Both substitutions walk the rows of U,
/// which are contiguous, four at a time: forward subtracts multiples of them from what is left of b, backward takes dot products
/// with them. The zeros left of the diagonal keep finished elements as they are.
/// </summary>
internal static class SolveKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [SkipLocalsInit]
    public static void Solve(ReadOnlySpan<float> factor, int rank, Span<float> b)
    {
        int stride = FactorView.StrideFor(rank);
        Span<float> rest = stackalloc float[stride];
        b.CopyTo(rest);
        for (int strip = 0; strip < rank; strip += 4)
        {
            ForwardStrip(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(factor), strip * stride),
                ref MemoryMarshal.GetReference(rest),
                ref MemoryMarshal.GetReference(b),
                strip,
                stride);
        }

        Back(factor, rank, b);
    }

    /// <summary>U x = y, from the last strip to the first; x replaces y.</summary>
    public static void Back(ReadOnlySpan<float> factor, int rank, Span<float> b)
    {
        int stride = FactorView.StrideFor(rank);
        ref float u = ref MemoryMarshal.GetReference(factor);
        ref float x = ref MemoryMarshal.GetReference(b);
        for (int strip = (rank - 1) & ~3; strip >= 0; strip -= 4)
        {
            BackStrip(ref Unsafe.Add(ref u, (nint)strip * stride), ref x, strip, stride);
        }
    }

    /// <summary>
    /// One strip of U^T y = b: solves its four elements, which go to <paramref name="y"/>, and subtracts their part from
    /// <paramref name="rest"/>, what is left of b; its elements up to the strip's end become meaningless.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardStrip(ref float row0, ref float rest, ref float y, int strip, int stride)
    {
        ref float row1 = ref Unsafe.Add(ref row0, stride);
        ref float row2 = ref Unsafe.Add(ref row1, stride);
        ref float row3 = ref Unsafe.Add(ref row2, stride);
        ref float four = ref Unsafe.Add(ref rest, strip);
        float y0 = four * Unsafe.Add(ref row0, strip);
        float y1 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 1), Unsafe.Add(ref four, 1)) * Unsafe.Add(ref row1, strip + 1);
        float y2 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 2), Unsafe.Add(ref four, 2));
        y2 = TOps.MultiplyAdd(-y1, Unsafe.Add(ref row1, strip + 2), y2) * Unsafe.Add(ref row2, strip + 2);
        float y3 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 3), Unsafe.Add(ref four, 3));
        y3 = TOps.MultiplyAdd(-y1, Unsafe.Add(ref row1, strip + 3), y3);
        y3 = TOps.MultiplyAdd(-y2, Unsafe.Add(ref row2, strip + 3), y3) * Unsafe.Add(ref row3, strip + 3);
        Vector128.Create(y0, y1, y2, y3).StoreUnsafe(ref Unsafe.Add(ref y, strip));

        for (int column = strip & -TOps.Count; column < stride; column += TOps.Count)
        {
            ref float target = ref Unsafe.Add(ref rest, column);
            TVector value = TOps.Load(ref target);
            value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row0, column)), TOps.Broadcast(y0), value);
            value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row1, column)), TOps.Broadcast(y1), value);
            value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row2, column)), TOps.Broadcast(y2), value);
            value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row3, column)), TOps.Broadcast(y3), value);
            TOps.Store(value, ref target);
        }
    }

    /// <summary>
    /// One strip of U x = y: the four elements of <paramref name="x"/>, which holds x behind the strip and y up to its end. What lies in
    /// the same 16-float block is taken in fours: a wide load of elements that were just stored would have to wait for them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackStrip(ref float row0, ref float x, int strip, int stride)
    {
        int block = (strip & ~15) + 16;
        ref float row1 = ref Unsafe.Add(ref row0, stride);
        ref float row2 = ref Unsafe.Add(ref row1, stride);
        ref float row3 = ref Unsafe.Add(ref row2, stride);
        Vector128<float> rest0 = Tail(ref row0, ref x, block, stride);
        Vector128<float> rest1 = Tail(ref row1, ref x, block, stride);
        Vector128<float> rest2 = Tail(ref row2, ref x, block, stride);
        Vector128<float> rest3 = Tail(ref row3, ref x, block, stride);
        for (int column = strip + 4; column < block; column += 4)
        {
            Vector128<float> solved = Vector128.LoadUnsafe(ref Unsafe.Add(ref x, column));
            rest0 = TOps.MultiplyAddFour(Vector128.LoadUnsafe(ref Unsafe.Add(ref row0, column)), solved, rest0);
            rest1 = TOps.MultiplyAddFour(Vector128.LoadUnsafe(ref Unsafe.Add(ref row1, column)), solved, rest1);
            rest2 = TOps.MultiplyAddFour(Vector128.LoadUnsafe(ref Unsafe.Add(ref row2, column)), solved, rest2);
            rest3 = TOps.MultiplyAddFour(Vector128.LoadUnsafe(ref Unsafe.Add(ref row3, column)), solved, rest3);
        }

        ref float four = ref Unsafe.Add(ref x, strip);
        Vector128<float> rest = Vector128.LoadUnsafe(ref four) - LaneSum.OfFour(rest0, rest1, rest2, rest3);
        float x3 = rest.GetElement(3) * Unsafe.Add(ref row3, strip + 3);
        float x2 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row2, strip + 3), rest.GetElement(2)) * Unsafe.Add(ref row2, strip + 2);
        float x1 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row1, strip + 3), rest.GetElement(1));
        x1 = TOps.MultiplyAdd(-x2, Unsafe.Add(ref row1, strip + 2), x1) * Unsafe.Add(ref row1, strip + 1);
        float x0 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row0, strip + 3), rest.GetElement(0));
        x0 = TOps.MultiplyAdd(-x2, Unsafe.Add(ref row0, strip + 2), x0);
        x0 = TOps.MultiplyAdd(-x1, Unsafe.Add(ref row0, strip + 1), x0) * Unsafe.Add(ref row0, strip);
        Vector128.Create(x0, x1, x2, x3).StoreUnsafe(ref four);
    }

    /// <summary>Row times x over the blocks from <paramref name="column"/> on, as 16 logical lanes summed to four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Tail(ref float row, ref float x, int column, int stride)
    {
        TVector part0 = default, part1 = default, part2 = default, part3 = default;
        for (; column < stride; column += 16)
        {
            ref float u = ref Unsafe.Add(ref row, column);
            ref float solved = ref Unsafe.Add(ref x, column);
            part0 = TOps.MultiplyAdd(TOps.Load(ref u), TOps.Load(ref solved), part0);
            if (TOps.Count < 16)
            {
                part1 = TOps.MultiplyAdd(
                    TOps.Load(ref Unsafe.Add(ref u, TOps.Count)), TOps.Load(ref Unsafe.Add(ref solved, TOps.Count)), part1);
            }

            if (TOps.Count < 8)
            {
                part2 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref u, 8)), TOps.Load(ref Unsafe.Add(ref solved, 8)), part2);
                part3 = TOps.MultiplyAdd(TOps.Load(ref Unsafe.Add(ref u, 12)), TOps.Load(ref Unsafe.Add(ref solved, 12)), part3);
            }
        }

        return TOps.SumToFour(part0, part1, part2, part3);
    }
}

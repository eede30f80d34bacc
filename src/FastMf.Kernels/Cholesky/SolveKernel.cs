using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Dot;
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
        ref float u = ref MemoryMarshal.GetReference(factor);
        Forward(ref u, ref MemoryMarshal.GetReference(b), rank, stride);

        // The solution grows in an array of its own: a dot product over whole vectors must not see elements that are not solved yet.
        Span<float> x = stackalloc float[stride];
        x.Clear();
        Backward(ref u, ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(x), rank, stride);
        x.CopyTo(b);
    }

    /// <summary>U^T y = b; y replaces b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(ref float u, ref float b, int rank, int stride)
    {
        for (int strip = 0; strip < rank; strip += 4)
        {
            ref float row0 = ref Unsafe.Add(ref u, strip * stride);
            ref float row1 = ref Unsafe.Add(ref row0, stride);
            ref float row2 = ref Unsafe.Add(ref row1, stride);
            ref float row3 = ref Unsafe.Add(ref row2, stride);
            ref float rest = ref Unsafe.Add(ref b, strip);
            float y0 = rest * Unsafe.Add(ref row0, strip);
            float y1 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 1), Unsafe.Add(ref rest, 1)) * Unsafe.Add(ref row1, strip + 1);
            float y2 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 2), Unsafe.Add(ref rest, 2));
            y2 = TOps.MultiplyAdd(-y1, Unsafe.Add(ref row1, strip + 2), y2) * Unsafe.Add(ref row2, strip + 2);
            float y3 = TOps.MultiplyAdd(-y0, Unsafe.Add(ref row0, strip + 3), Unsafe.Add(ref rest, 3));
            y3 = TOps.MultiplyAdd(-y1, Unsafe.Add(ref row1, strip + 3), y3);
            y3 = TOps.MultiplyAdd(-y2, Unsafe.Add(ref row2, strip + 3), y3) * Unsafe.Add(ref row3, strip + 3);

            for (int column = strip / TOps.Count * TOps.Count; column < stride; column += TOps.Count)
            {
                ref float target = ref Unsafe.Add(ref b, column);
                TVector value = TOps.Load(ref target);
                value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row0, column)), TOps.Broadcast(y0), value);
                value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row1, column)), TOps.Broadcast(y1), value);
                value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row2, column)), TOps.Broadcast(y2), value);
                value = TOps.MultiplySubtract(TOps.Load(ref Unsafe.Add(ref row3, column)), TOps.Broadcast(y3), value);
                TOps.Store(value, ref target);
            }

            // The loop went over the strip's own four elements too.
            (rest, Unsafe.Add(ref rest, 1), Unsafe.Add(ref rest, 2), Unsafe.Add(ref rest, 3)) = (y0, y1, y2, y3);
        }
    }

    /// <summary>U x = y, from the last strip to the first; <paramref name="x"/> starts as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(ref float u, ref float y, ref float x, int rank, int stride)
    {
        for (int strip = (rank - 1) & ~3; strip >= 0; strip -= 4)
        {
            int block = strip & ~15;
            ref float solved = ref Unsafe.Add(ref x, block);
            ref float row0 = ref Unsafe.Add(ref u, strip * stride);
            ref float row1 = ref Unsafe.Add(ref row0, stride);
            ref float row2 = ref Unsafe.Add(ref row1, stride);
            ref float row3 = ref Unsafe.Add(ref row2, stride);
            ref float right = ref Unsafe.Add(ref y, strip);
            float rest0 = right - DotKernel<TOps, TVector>.Dot(ref Unsafe.Add(ref row0, block), ref solved, stride - block);
            float rest1 = Unsafe.Add(ref right, 1) - DotKernel<TOps, TVector>.Dot(ref Unsafe.Add(ref row1, block), ref solved, stride - block);
            float rest2 = Unsafe.Add(ref right, 2) - DotKernel<TOps, TVector>.Dot(ref Unsafe.Add(ref row2, block), ref solved, stride - block);
            float rest3 = Unsafe.Add(ref right, 3) - DotKernel<TOps, TVector>.Dot(ref Unsafe.Add(ref row3, block), ref solved, stride - block);

            float x3 = rest3 * Unsafe.Add(ref row3, strip + 3);
            float x2 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row2, strip + 3), rest2) * Unsafe.Add(ref row2, strip + 2);
            float x1 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row1, strip + 3), rest1);
            x1 = TOps.MultiplyAdd(-x2, Unsafe.Add(ref row1, strip + 2), x1) * Unsafe.Add(ref row1, strip + 1);
            float x0 = TOps.MultiplyAdd(-x3, Unsafe.Add(ref row0, strip + 3), rest0);
            x0 = TOps.MultiplyAdd(-x2, Unsafe.Add(ref row0, strip + 2), x0);
            x0 = TOps.MultiplyAdd(-x1, Unsafe.Add(ref row0, strip + 1), x0) * Unsafe.Add(ref row0, strip);

            ref float target = ref Unsafe.Add(ref x, strip);
            (target, Unsafe.Add(ref target, 1), Unsafe.Add(ref target, 2), Unsafe.Add(ref target, 3)) = (x0, x1, x2, x3);
        }
    }
}

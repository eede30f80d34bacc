using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// A = U^T U in place over the upper triangle, left-looking in strips of 4 rows: a strip's tiles are accumulated in registers over all
/// rows above, as in the Gram kernel, then eliminated against the strip's own 4 x 4 triangle before they are stored, so each element
/// of U is written once.
/// </summary>
internal static class CholeskyKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private const int StripRows = 4;

    /// <summary>Returns 0, or the order of the first leading minor that is not positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Factorize(Span<float> matrix, int rank)
    {
        int stride = FactorView.StrideFor(rank);
        ref float a = ref MemoryMarshal.GetReference(matrix);
        MakePaddingRowsUnit(ref a, rank, stride);
        for (int strip = 0; strip < rank; strip += StripRows)
        {
            int column = strip / TOps.Count * TOps.Count;
            ref float corner = ref Unsafe.Add(ref a, strip * stride + strip);
            PivotFloor floor = PivotFloor.Of(ref corner, stride);
            SubtractRowsAbove(ref a, strip, column, stride);
            int failed = StripTriangle.TryFactorize<TOps, TVector>(ref corner, stride, floor, out StripTriangle triangle);
            if (failed != 0)
            {
                return strip + failed;
            }

            Eliminate(ref Unsafe.Add(ref a, strip * stride + column), stride, triangle);
            for (column += TOps.Count; column + TOps.Count < stride; column += 2 * TOps.Count)
            {
                UpdateAndEliminatePair(ref a, strip, column, stride, triangle);
            }

            if (column < stride)
            {
                SubtractRowsAbove(ref a, strip, column, stride);
                Eliminate(ref Unsafe.Add(ref a, strip * stride + column), stride, triangle);
            }

            ClearLeftOfDiagonal(ref a, strip, stride);
            triangle.StoreReciprocals(ref corner, stride);
        }

        return 0;
    }

    /// <summary>Zeros in what the 16-float block of the diagonal holds of the lower triangle let the solves work on whole vectors.</summary>
    private static void ClearLeftOfDiagonal(ref float a, int strip, int stride)
    {
        int block = strip & ~15;
        for (int row = strip; row < strip + StripRows; row++)
        {
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref a, row * stride + block), row - block).Clear();
        }
    }

    /// <summary>
    /// Rows between the rank and the next multiple of 4 become rows of the identity: the last strip then needs no special case and the
    /// solution's padding stays zero.
    /// </summary>
    private static void MakePaddingRowsUnit(ref float a, int rank, int stride)
    {
        for (int row = rank; row % StripRows != 0; row++)
        {
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref a, row * stride), stride).Clear();
            Unsafe.Add(ref a, row * stride + row) = 1;
        }
    }

    /// <summary>4 rows x 1 vector at (strip, column): minus sum over rows p above of U[p, strip + r] U[p, column..].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractRowsAbove(ref float a, int strip, int column, int stride)
    {
        ref float tile = ref Unsafe.Add(ref a, strip * stride + column);
        TVector c0 = TOps.Load(ref tile);
        TVector c1 = TOps.Load(ref Unsafe.Add(ref tile, stride));
        TVector c2 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride));
        TVector c3 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride));
        for (int p = 0; p < strip; p++)
        {
            ref float above = ref Unsafe.Add(ref a, p * stride);
            ref float u = ref Unsafe.Add(ref above, strip);
            TVector b = TOps.Load(ref Unsafe.Add(ref above, column));
            c0 = TOps.MultiplySubtract(b, TOps.Broadcast(u), c0);
            c1 = TOps.MultiplySubtract(b, TOps.Broadcast(Unsafe.Add(ref u, 1)), c1);
            c2 = TOps.MultiplySubtract(b, TOps.Broadcast(Unsafe.Add(ref u, 2)), c2);
            c3 = TOps.MultiplySubtract(b, TOps.Broadcast(Unsafe.Add(ref u, 3)), c3);
        }

        TOps.Store(c0, ref tile);
        TOps.Store(c1, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c2, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c3, ref Unsafe.Add(ref tile, 3 * stride));
    }

    /// <summary>4 rows x 2 vectors: 8 accumulators cover the latency of the multiply-add and fit 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateAndEliminatePair(ref float a, int strip, int column, int stride, in StripTriangle triangle)
    {
        ref float tile = ref Unsafe.Add(ref a, strip * stride + column);
        ref float second = ref Unsafe.Add(ref tile, TOps.Count);
        TVector c00 = TOps.Load(ref tile), c01 = TOps.Load(ref second);
        TVector c10 = TOps.Load(ref Unsafe.Add(ref tile, stride)), c11 = TOps.Load(ref Unsafe.Add(ref second, stride));
        TVector c20 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride)), c21 = TOps.Load(ref Unsafe.Add(ref second, 2 * stride));
        TVector c30 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride)), c31 = TOps.Load(ref Unsafe.Add(ref second, 3 * stride));
        for (int p = 0; p < strip; p++)
        {
            ref float above = ref Unsafe.Add(ref a, p * stride);
            ref float u = ref Unsafe.Add(ref above, strip);
            TVector b0 = TOps.Load(ref Unsafe.Add(ref above, column));
            TVector b1 = TOps.Load(ref Unsafe.Add(ref above, column + TOps.Count));
            c00 = TOps.MultiplySubtract(b0, TOps.Broadcast(u), c00);
            c01 = TOps.MultiplySubtract(b1, TOps.Broadcast(u), c01);
            c10 = TOps.MultiplySubtract(b0, TOps.Broadcast(Unsafe.Add(ref u, 1)), c10);
            c11 = TOps.MultiplySubtract(b1, TOps.Broadcast(Unsafe.Add(ref u, 1)), c11);
            c20 = TOps.MultiplySubtract(b0, TOps.Broadcast(Unsafe.Add(ref u, 2)), c20);
            c21 = TOps.MultiplySubtract(b1, TOps.Broadcast(Unsafe.Add(ref u, 2)), c21);
            c30 = TOps.MultiplySubtract(b0, TOps.Broadcast(Unsafe.Add(ref u, 3)), c30);
            c31 = TOps.MultiplySubtract(b1, TOps.Broadcast(Unsafe.Add(ref u, 3)), c31);
        }

        Eliminate(ref c00, ref c10, ref c20, ref c30, triangle);
        Eliminate(ref c01, ref c11, ref c21, ref c31, triangle);
        TOps.Store(c00, ref tile);
        TOps.Store(c01, ref second);
        TOps.Store(c10, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c11, ref Unsafe.Add(ref second, stride));
        TOps.Store(c20, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c21, ref Unsafe.Add(ref second, 2 * stride));
        TOps.Store(c30, ref Unsafe.Add(ref tile, 3 * stride));
        TOps.Store(c31, ref Unsafe.Add(ref second, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eliminate(ref float tile, int stride, in StripTriangle triangle)
    {
        TVector c0 = TOps.Load(ref tile);
        TVector c1 = TOps.Load(ref Unsafe.Add(ref tile, stride));
        TVector c2 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride));
        TVector c3 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride));
        Eliminate(ref c0, ref c1, ref c2, ref c3, triangle);
        TOps.Store(c0, ref tile);
        TOps.Store(c1, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c2, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c3, ref Unsafe.Add(ref tile, 3 * stride));
    }

    /// <summary>T^T X = C for the strip's upper triangle T: forward substitution of 4 rows, a vector of columns at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eliminate(ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3, in StripTriangle t)
    {
        c0 = TOps.Multiply(c0, TOps.Broadcast(t.Reciprocal0));
        c1 = TOps.Multiply(TOps.MultiplySubtract(c0, TOps.Broadcast(t.U01), c1), TOps.Broadcast(t.Reciprocal1));
        c2 = TOps.MultiplySubtract(c0, TOps.Broadcast(t.U02), c2);
        c2 = TOps.Multiply(TOps.MultiplySubtract(c1, TOps.Broadcast(t.U12), c2), TOps.Broadcast(t.Reciprocal2));
        c3 = TOps.MultiplySubtract(c0, TOps.Broadcast(t.U03), c3);
        c3 = TOps.MultiplySubtract(c1, TOps.Broadcast(t.U13), c3);
        c3 = TOps.Multiply(TOps.MultiplySubtract(c2, TOps.Broadcast(t.U23), c3), TOps.Broadcast(t.Reciprocal3));
    }
}

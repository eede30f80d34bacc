using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>A = U^T U in place over the upper triangle, together with the forward substitution of two right-hand sides.</summary>
/// <remarks>
/// Left-looking in blocks of 16 rows: a block is first reduced by all blocks above it, in the register tiles of a matrix product; then
/// its four strips of 4 rows are reduced by the strips above them in the block and eliminated against their own 4 x 4 triangles. The
/// triangles are one chain of dependent operations through the whole matrix: where many systems of small rank are to be solved, see
/// <see cref="Interleaved.InterleavedCholesky{TOps, TVector}"/>.
/// </remarks>
internal static class CholeskyKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private const int StripRows = 4;
    private const int BlockRows = 16;

    /// <summary>
    /// Returns 0 or the order of the first leading minor that is not positive definite. Right-hand side and border, where given, are
    /// replaced by U^-T of them.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Factorize(Span<float> matrix, int rank, Span<float> right, Span<float> border)
    {
        int stride = FactorView.StrideFor(rank);
        ref float a = ref MemoryMarshal.GetReference(matrix);
        Span<float> floors = stackalloc float[stride];
        Span<float> rightRest = stackalloc float[right.Length];
        Span<float> borderRest = stackalloc float[border.Length];
        right.CopyTo(rightRest);
        border.CopyTo(borderRest);
        MakePaddingRowsUnit(ref a, rank, stride);
        PivotFloor.Fill(ref a, stride, floors[..(rank + (-rank & (StripRows - 1)))]);
        for (int strip = 0; strip < rank; strip += StripRows)
        {
            if (strip % BlockRows == 0 && strip > 0)
            {
                ReduceBlock(ref a, strip, stride);
            }

            int failed = FactorizeStrip(ref a, strip, stride, ref floors[strip]);
            if (failed != 0)
            {
                return strip + failed;
            }

            ref float rows = ref Unsafe.Add(ref a, strip * stride);
            if (!right.IsEmpty)
            {
                SolveKernel<TOps, TVector>.ForwardStrip(ref rows, ref rightRest[0], ref right[0], strip, stride);
            }

            if (!border.IsEmpty)
            {
                SolveKernel<TOps, TVector>.ForwardStrip(ref rows, ref borderRest[0], ref border[0], strip, stride);
            }
        }

        return 0;
    }

    /// <summary>Subtracts from a block what the rows of U above it contribute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReduceBlock(ref float a, int block, int stride)
    {
        ref float above = ref Unsafe.Add(ref a, block);
        int column = block;
        for (; column + TOps.Count < stride; column += 2 * TOps.Count)
        {
            ref float tile = ref Unsafe.Add(ref a, block * stride + column);
            if (!TOps.HasManyRegisters)
            {
                for (int row = 0; row < BlockRows; row += 4)
                {
                    CholeskyTiles<TOps, TVector>.Subtract4X2(
                        block,
                        ref Unsafe.Add(ref above, row),
                        ref Unsafe.Add(ref a, column),
                        ref Unsafe.Add(ref tile, row * stride),
                        stride);
                }

                continue;
            }

            CholeskyTiles<TOps, TVector>.Subtract8X2(block, ref above, ref Unsafe.Add(ref a, column), ref tile, stride);
            CholeskyTiles<TOps, TVector>.Subtract8X2(
                block, ref Unsafe.Add(ref above, 8), ref Unsafe.Add(ref a, column), ref Unsafe.Add(ref tile, 8 * stride), stride);
        }

        if (column < stride)
        {
            CholeskyTiles<TOps, TVector>.Subtract16X1(
                block, ref above, ref Unsafe.Add(ref a, column), ref Unsafe.Add(ref a, block * stride + column), stride);
        }
    }

    /// <summary>Reduces a strip by the strips above it in its block, factorizes its triangle and eliminates; returns 0 or 1 to 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorizeStrip(ref float a, int strip, int stride, ref float floors)
    {
        int block = strip & -BlockRows;
        int above = strip - block;
        ref float rows = ref Unsafe.Add(ref a, strip * stride);
        ref float blockRows = ref Unsafe.Add(ref a, block * stride);
        ref float corner = ref Unsafe.Add(ref rows, strip);
        int column = strip & -TOps.Count;
        CholeskyTiles<TOps, TVector>.Subtract4X1(
            above, ref Unsafe.Add(ref blockRows, strip), ref Unsafe.Add(ref blockRows, column), ref Unsafe.Add(ref rows, column), stride);
        int failed = StripTriangle.TryFactorize<TOps, TVector>(ref corner, stride, ref floors, out StripTriangle triangle);
        if (failed != 0)
        {
            return failed;
        }

        EliminateDiagonal(ref rows, strip, stride, triangle);
        for (column += TOps.Count; column + TOps.Count < stride; column += 2 * TOps.Count)
        {
            CholeskyTiles<TOps, TVector>.Subtract4X2(
                above,
                ref Unsafe.Add(ref blockRows, strip),
                ref Unsafe.Add(ref blockRows, column),
                ref Unsafe.Add(ref rows, column),
                stride);
            Eliminate(ref Unsafe.Add(ref rows, column), stride, triangle);
            Eliminate(ref Unsafe.Add(ref rows, column + TOps.Count), stride, triangle);
        }

        if (column < stride)
        {
            CholeskyTiles<TOps, TVector>.Subtract4X1(
                above,
                ref Unsafe.Add(ref blockRows, strip),
                ref Unsafe.Add(ref blockRows, column),
                ref Unsafe.Add(ref rows, column),
                stride);
            Eliminate(ref Unsafe.Add(ref rows, column), stride, triangle);
        }

        return 0;
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

    /// <summary>
    /// T^T X = C for the strip's upper triangle T = diag(1 / r) L^T: forward substitution of 4 rows by the unit triangle, a vector of
    /// columns at a time, then the scaling of each row, which the next row need not wait for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector C0, TVector C1, TVector C2, TVector C3) Eliminated(ref float tile, int stride, in StripTriangle t)
    {
        TVector c0 = TOps.Load(ref tile);
        TVector c1 = TOps.MultiplySubtract(c0, TOps.Broadcast(t.L01), TOps.Load(ref Unsafe.Add(ref tile, stride)));
        TVector c2 = TOps.MultiplySubtract(c0, TOps.Broadcast(t.L02), TOps.Load(ref Unsafe.Add(ref tile, 2 * stride)));
        c2 = TOps.MultiplySubtract(c1, TOps.Broadcast(t.L12), c2);
        TVector c3 = TOps.MultiplySubtract(c0, TOps.Broadcast(t.L03), TOps.Load(ref Unsafe.Add(ref tile, 3 * stride)));
        c3 = TOps.MultiplySubtract(c1, TOps.Broadcast(t.L13), c3);
        c3 = TOps.MultiplySubtract(c2, TOps.Broadcast(t.L23), c3);
        return (
            TOps.Multiply(c0, TOps.Broadcast(t.Reciprocal0)),
            TOps.Multiply(c1, TOps.Broadcast(t.Reciprocal1)),
            TOps.Multiply(c2, TOps.Broadcast(t.Reciprocal2)),
            TOps.Multiply(c3, TOps.Broadcast(t.Reciprocal3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eliminate(ref float tile, int stride, in StripTriangle triangle)
    {
        (TVector c0, TVector c1, TVector c2, TVector c3) = Eliminated(ref tile, stride, triangle);
        TOps.Store(c0, ref tile);
        TOps.Store(c1, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c2, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c3, ref Unsafe.Add(ref tile, 3 * stride));
    }

    /// <summary>The vector that holds the strip's triangle; vectors before it in the 16-float block of the diagonal become zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EliminateDiagonal(ref float rows, int strip, int stride, in StripTriangle triangle)
    {
        int column = strip & -TOps.Count;
        int lane = strip - column;
        ref float tile = ref Unsafe.Add(ref rows, column);
        (TVector c0, TVector c1, TVector c2, TVector c3) = Eliminated(ref tile, stride, triangle);
        TOps.Store(DiagonalMask.Apply<TOps, TVector>(c0, lane, triangle.Reciprocal0), ref tile);
        TOps.Store(DiagonalMask.Apply<TOps, TVector>(c1, lane + 1, triangle.Reciprocal1), ref Unsafe.Add(ref tile, stride));
        TOps.Store(DiagonalMask.Apply<TOps, TVector>(c2, lane + 2, triangle.Reciprocal2), ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(DiagonalMask.Apply<TOps, TVector>(c3, lane + 3, triangle.Reciprocal3), ref Unsafe.Add(ref tile, 3 * stride));
        for (int left = strip & -BlockRows; left < column; left += TOps.Count)
        {
            TOps.Store(default, ref Unsafe.Add(ref rows, left));
            TOps.Store(default, ref Unsafe.Add(ref rows, left + stride));
            TOps.Store(default, ref Unsafe.Add(ref rows, left + 2 * stride));
            TOps.Store(default, ref Unsafe.Add(ref rows, left + 3 * stride));
        }
    }
}

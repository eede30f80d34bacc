using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>A 4 x 4 block of U of the systems in all lanes, in registers from the matrices to its place in the layout.</summary>
internal static class InterleavedTile<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>
    /// block = the source block minus the contributions of the rows of U above it, eliminated against its strip's triangle.
    /// </summary>
    /// <param name="source">The block in the first system's matrix.</param>
    /// <param name="step">Floats from one system's matrix to the next.</param>
    /// <param name="stride">Floats from one row of a matrix to the next.</param>
    /// <param name="left">The block column of U at the block's rows.</param>
    /// <param name="above">The block column of U at the block's columns.</param>
    /// <param name="rows">Rows of U above the block.</param>
    /// <param name="triangle">
    /// The factor of the diagonal block of the same rows. For the diagonal block itself it receives the diagonal of the source.
    /// </param>
    /// <param name="isDiagonal">Whether this is the diagonal block, which is not divided.</param>
    /// <param name="block">Where the block goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(
        ref float source,
        nint step,
        int stride,
        ref float left,
        ref float above,
        int rows,
        ref float triangle,
        ref float block,
        bool isDiagonal)
    {
        (TVector c00, TVector c01, TVector c02, TVector c03) = TOps.LoadTransposed(ref source, step);
        (TVector c10, TVector c11, TVector c12, TVector c13) = TOps.LoadTransposed(ref Unsafe.Add(ref source, stride), step);
        (TVector c20, TVector c21, TVector c22, TVector c23) = TOps.LoadTransposed(ref Unsafe.Add(ref source, 2 * stride), step);
        (TVector c30, TVector c31, TVector c32, TVector c33) = TOps.LoadTransposed(ref Unsafe.Add(ref source, 3 * stride), step);
        if (isDiagonal)
        {
            TOps.Store(c00, ref triangle);
            TOps.Store(c11, ref Unsafe.Add(ref triangle, TOps.Count));
            TOps.Store(c22, ref Unsafe.Add(ref triangle, 2 * TOps.Count));
            TOps.Store(c33, ref Unsafe.Add(ref triangle, 3 * TOps.Count));
        }

        for (int row = 0; row < rows; row++)
        {
            TVector b0 = TOps.Load(ref above);
            TVector b1 = TOps.Load(ref Unsafe.Add(ref above, TOps.Count));
            TVector b2 = TOps.Load(ref Unsafe.Add(ref above, 2 * TOps.Count));
            TVector b3 = TOps.Load(ref Unsafe.Add(ref above, 3 * TOps.Count));
            TVector a0 = TOps.Load(ref left);
            c00 = TOps.MultiplySubtract(a0, b0, c00);
            c01 = TOps.MultiplySubtract(a0, b1, c01);
            c02 = TOps.MultiplySubtract(a0, b2, c02);
            c03 = TOps.MultiplySubtract(a0, b3, c03);
            TVector a1 = TOps.Load(ref Unsafe.Add(ref left, TOps.Count));
            c10 = TOps.MultiplySubtract(a1, b0, c10);
            c11 = TOps.MultiplySubtract(a1, b1, c11);
            c12 = TOps.MultiplySubtract(a1, b2, c12);
            c13 = TOps.MultiplySubtract(a1, b3, c13);
            TVector a2 = TOps.Load(ref Unsafe.Add(ref left, 2 * TOps.Count));
            c20 = TOps.MultiplySubtract(a2, b0, c20);
            c21 = TOps.MultiplySubtract(a2, b1, c21);
            c22 = TOps.MultiplySubtract(a2, b2, c22);
            c23 = TOps.MultiplySubtract(a2, b3, c23);
            TVector a3 = TOps.Load(ref Unsafe.Add(ref left, 3 * TOps.Count));
            c30 = TOps.MultiplySubtract(a3, b0, c30);
            c31 = TOps.MultiplySubtract(a3, b1, c31);
            c32 = TOps.MultiplySubtract(a3, b2, c32);
            c33 = TOps.MultiplySubtract(a3, b3, c33);
            left = ref Unsafe.Add(ref left, 4 * TOps.Count);
            above = ref Unsafe.Add(ref above, 4 * TOps.Count);
        }

        if (!isDiagonal)
        {
            TVector l01 = InterleavedTriangle<TOps, TVector>.L01(ref triangle);
            c10 = TOps.MultiplySubtract(c00, l01, c10);
            c11 = TOps.MultiplySubtract(c01, l01, c11);
            c12 = TOps.MultiplySubtract(c02, l01, c12);
            c13 = TOps.MultiplySubtract(c03, l01, c13);
            TVector l02 = InterleavedTriangle<TOps, TVector>.L02(ref triangle);
            c20 = TOps.MultiplySubtract(c00, l02, c20);
            c21 = TOps.MultiplySubtract(c01, l02, c21);
            c22 = TOps.MultiplySubtract(c02, l02, c22);
            c23 = TOps.MultiplySubtract(c03, l02, c23);
            TVector l12 = InterleavedTriangle<TOps, TVector>.L12(ref triangle);
            c20 = TOps.MultiplySubtract(c10, l12, c20);
            c21 = TOps.MultiplySubtract(c11, l12, c21);
            c22 = TOps.MultiplySubtract(c12, l12, c22);
            c23 = TOps.MultiplySubtract(c13, l12, c23);
            TVector l03 = InterleavedTriangle<TOps, TVector>.L03(ref triangle);
            c30 = TOps.MultiplySubtract(c00, l03, c30);
            c31 = TOps.MultiplySubtract(c01, l03, c31);
            c32 = TOps.MultiplySubtract(c02, l03, c32);
            c33 = TOps.MultiplySubtract(c03, l03, c33);
            TVector l13 = InterleavedTriangle<TOps, TVector>.L13(ref triangle);
            c30 = TOps.MultiplySubtract(c10, l13, c30);
            c31 = TOps.MultiplySubtract(c11, l13, c31);
            c32 = TOps.MultiplySubtract(c12, l13, c32);
            c33 = TOps.MultiplySubtract(c13, l13, c33);
            TVector l23 = InterleavedTriangle<TOps, TVector>.L23(ref triangle);
            c30 = TOps.MultiplySubtract(c20, l23, c30);
            c31 = TOps.MultiplySubtract(c21, l23, c31);
            c32 = TOps.MultiplySubtract(c22, l23, c32);
            c33 = TOps.MultiplySubtract(c23, l23, c33);
            TVector r0 = InterleavedTriangle<TOps, TVector>.Reciprocal(ref triangle, 0);
            c00 = TOps.Multiply(c00, r0);
            c01 = TOps.Multiply(c01, r0);
            c02 = TOps.Multiply(c02, r0);
            c03 = TOps.Multiply(c03, r0);
            TVector r1 = InterleavedTriangle<TOps, TVector>.Reciprocal(ref triangle, 1);
            c10 = TOps.Multiply(c10, r1);
            c11 = TOps.Multiply(c11, r1);
            c12 = TOps.Multiply(c12, r1);
            c13 = TOps.Multiply(c13, r1);
            TVector r2 = InterleavedTriangle<TOps, TVector>.Reciprocal(ref triangle, 2);
            c20 = TOps.Multiply(c20, r2);
            c21 = TOps.Multiply(c21, r2);
            c22 = TOps.Multiply(c22, r2);
            c23 = TOps.Multiply(c23, r2);
            TVector r3 = InterleavedTriangle<TOps, TVector>.Reciprocal(ref triangle, 3);
            c30 = TOps.Multiply(c30, r3);
            c31 = TOps.Multiply(c31, r3);
            c32 = TOps.Multiply(c32, r3);
            c33 = TOps.Multiply(c33, r3);
        }

        TOps.Store(c00, ref block);
        TOps.Store(c01, ref Unsafe.Add(ref block, TOps.Count));
        TOps.Store(c02, ref Unsafe.Add(ref block, 2 * TOps.Count));
        TOps.Store(c03, ref Unsafe.Add(ref block, 3 * TOps.Count));
        TOps.Store(c10, ref Unsafe.Add(ref block, 4 * TOps.Count));
        TOps.Store(c11, ref Unsafe.Add(ref block, 5 * TOps.Count));
        TOps.Store(c12, ref Unsafe.Add(ref block, 6 * TOps.Count));
        TOps.Store(c13, ref Unsafe.Add(ref block, 7 * TOps.Count));
        TOps.Store(c20, ref Unsafe.Add(ref block, 8 * TOps.Count));
        TOps.Store(c21, ref Unsafe.Add(ref block, 9 * TOps.Count));
        TOps.Store(c22, ref Unsafe.Add(ref block, 10 * TOps.Count));
        TOps.Store(c23, ref Unsafe.Add(ref block, 11 * TOps.Count));
        TOps.Store(c30, ref Unsafe.Add(ref block, 12 * TOps.Count));
        TOps.Store(c31, ref Unsafe.Add(ref block, 13 * TOps.Count));
        TOps.Store(c32, ref Unsafe.Add(ref block, 14 * TOps.Count));
        TOps.Store(c33, ref Unsafe.Add(ref block, 15 * TOps.Count));
    }
}

using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// tile -= sum over rows p of U of U[p, rows of the tile]^T U[p, columns of the tile], in registers until the last p. Arguments: the number
/// of rows p; the first of them at the tile's rows, taken as columns, and at its columns; the tile.
/// </summary>
internal static class CholeskyTiles<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>8 rows x 2 vectors: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract8X2(int count, ref float a, ref float b, ref float tile, int stride)
    {
        TVector c00 = TOps.Load(ref tile), c01 = TOps.Load(ref Unsafe.Add(ref tile, TOps.Count));
        TVector c10 = TOps.Load(ref Unsafe.Add(ref tile, stride)), c11 = TOps.Load(ref Unsafe.Add(ref tile, stride + TOps.Count));
        TVector c20 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride)), c21 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride + TOps.Count));
        TVector c30 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride)), c31 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride + TOps.Count));
        TVector c40 = TOps.Load(ref Unsafe.Add(ref tile, 4 * stride)), c41 = TOps.Load(ref Unsafe.Add(ref tile, 4 * stride + TOps.Count));
        TVector c50 = TOps.Load(ref Unsafe.Add(ref tile, 5 * stride)), c51 = TOps.Load(ref Unsafe.Add(ref tile, 5 * stride + TOps.Count));
        TVector c60 = TOps.Load(ref Unsafe.Add(ref tile, 6 * stride)), c61 = TOps.Load(ref Unsafe.Add(ref tile, 6 * stride + TOps.Count));
        TVector c70 = TOps.Load(ref Unsafe.Add(ref tile, 7 * stride)), c71 = TOps.Load(ref Unsafe.Add(ref tile, 7 * stride + TOps.Count));
        for (int p = 0; p < count; p++)
        {
            TVector v0 = TOps.Load(ref b);
            TVector v1 = TOps.Load(ref Unsafe.Add(ref b, TOps.Count));
            TVector a0 = TOps.Broadcast(a);
            c00 = TOps.MultiplySubtract(a0, v0, c00);
            c01 = TOps.MultiplySubtract(a0, v1, c01);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c10 = TOps.MultiplySubtract(a1, v0, c10);
            c11 = TOps.MultiplySubtract(a1, v1, c11);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c20 = TOps.MultiplySubtract(a2, v0, c20);
            c21 = TOps.MultiplySubtract(a2, v1, c21);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c30 = TOps.MultiplySubtract(a3, v0, c30);
            c31 = TOps.MultiplySubtract(a3, v1, c31);
            TVector a4 = TOps.Broadcast(Unsafe.Add(ref a, 4));
            c40 = TOps.MultiplySubtract(a4, v0, c40);
            c41 = TOps.MultiplySubtract(a4, v1, c41);
            TVector a5 = TOps.Broadcast(Unsafe.Add(ref a, 5));
            c50 = TOps.MultiplySubtract(a5, v0, c50);
            c51 = TOps.MultiplySubtract(a5, v1, c51);
            TVector a6 = TOps.Broadcast(Unsafe.Add(ref a, 6));
            c60 = TOps.MultiplySubtract(a6, v0, c60);
            c61 = TOps.MultiplySubtract(a6, v1, c61);
            TVector a7 = TOps.Broadcast(Unsafe.Add(ref a, 7));
            c70 = TOps.MultiplySubtract(a7, v0, c70);
            c71 = TOps.MultiplySubtract(a7, v1, c71);
            a = ref Unsafe.Add(ref a, stride);
            b = ref Unsafe.Add(ref b, stride);
        }

        TOps.Store(c00, ref tile);
        TOps.Store(c01, ref Unsafe.Add(ref tile, TOps.Count));
        TOps.Store(c10, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c11, ref Unsafe.Add(ref tile, stride + TOps.Count));
        TOps.Store(c20, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c21, ref Unsafe.Add(ref tile, 2 * stride + TOps.Count));
        TOps.Store(c30, ref Unsafe.Add(ref tile, 3 * stride));
        TOps.Store(c31, ref Unsafe.Add(ref tile, 3 * stride + TOps.Count));
        TOps.Store(c40, ref Unsafe.Add(ref tile, 4 * stride));
        TOps.Store(c41, ref Unsafe.Add(ref tile, 4 * stride + TOps.Count));
        TOps.Store(c50, ref Unsafe.Add(ref tile, 5 * stride));
        TOps.Store(c51, ref Unsafe.Add(ref tile, 5 * stride + TOps.Count));
        TOps.Store(c60, ref Unsafe.Add(ref tile, 6 * stride));
        TOps.Store(c61, ref Unsafe.Add(ref tile, 6 * stride + TOps.Count));
        TOps.Store(c70, ref Unsafe.Add(ref tile, 7 * stride));
        TOps.Store(c71, ref Unsafe.Add(ref tile, 7 * stride + TOps.Count));
    }

    /// <summary>16 rows x 1 vector: what an odd number of vectors leaves over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract16X1(int count, ref float a, ref float b, ref float tile, int stride)
    {
        TVector c0 = TOps.Load(ref tile);
        TVector c1 = TOps.Load(ref Unsafe.Add(ref tile, stride));
        TVector c2 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride));
        TVector c3 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride));
        TVector c4 = TOps.Load(ref Unsafe.Add(ref tile, 4 * stride));
        TVector c5 = TOps.Load(ref Unsafe.Add(ref tile, 5 * stride));
        TVector c6 = TOps.Load(ref Unsafe.Add(ref tile, 6 * stride));
        TVector c7 = TOps.Load(ref Unsafe.Add(ref tile, 7 * stride));
        TVector c8 = TOps.Load(ref Unsafe.Add(ref tile, 8 * stride));
        TVector c9 = TOps.Load(ref Unsafe.Add(ref tile, 9 * stride));
        TVector c10 = TOps.Load(ref Unsafe.Add(ref tile, 10 * stride));
        TVector c11 = TOps.Load(ref Unsafe.Add(ref tile, 11 * stride));
        TVector c12 = TOps.Load(ref Unsafe.Add(ref tile, 12 * stride));
        TVector c13 = TOps.Load(ref Unsafe.Add(ref tile, 13 * stride));
        TVector c14 = TOps.Load(ref Unsafe.Add(ref tile, 14 * stride));
        TVector c15 = TOps.Load(ref Unsafe.Add(ref tile, 15 * stride));
        for (int p = 0; p < count; p++)
        {
            TVector v = TOps.Load(ref b);
            TVector a0 = TOps.Broadcast(a);
            c0 = TOps.MultiplySubtract(a0, v, c0);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c1 = TOps.MultiplySubtract(a1, v, c1);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c2 = TOps.MultiplySubtract(a2, v, c2);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c3 = TOps.MultiplySubtract(a3, v, c3);
            TVector a4 = TOps.Broadcast(Unsafe.Add(ref a, 4));
            c4 = TOps.MultiplySubtract(a4, v, c4);
            TVector a5 = TOps.Broadcast(Unsafe.Add(ref a, 5));
            c5 = TOps.MultiplySubtract(a5, v, c5);
            TVector a6 = TOps.Broadcast(Unsafe.Add(ref a, 6));
            c6 = TOps.MultiplySubtract(a6, v, c6);
            TVector a7 = TOps.Broadcast(Unsafe.Add(ref a, 7));
            c7 = TOps.MultiplySubtract(a7, v, c7);
            TVector a8 = TOps.Broadcast(Unsafe.Add(ref a, 8));
            c8 = TOps.MultiplySubtract(a8, v, c8);
            TVector a9 = TOps.Broadcast(Unsafe.Add(ref a, 9));
            c9 = TOps.MultiplySubtract(a9, v, c9);
            TVector a10 = TOps.Broadcast(Unsafe.Add(ref a, 10));
            c10 = TOps.MultiplySubtract(a10, v, c10);
            TVector a11 = TOps.Broadcast(Unsafe.Add(ref a, 11));
            c11 = TOps.MultiplySubtract(a11, v, c11);
            TVector a12 = TOps.Broadcast(Unsafe.Add(ref a, 12));
            c12 = TOps.MultiplySubtract(a12, v, c12);
            TVector a13 = TOps.Broadcast(Unsafe.Add(ref a, 13));
            c13 = TOps.MultiplySubtract(a13, v, c13);
            TVector a14 = TOps.Broadcast(Unsafe.Add(ref a, 14));
            c14 = TOps.MultiplySubtract(a14, v, c14);
            TVector a15 = TOps.Broadcast(Unsafe.Add(ref a, 15));
            c15 = TOps.MultiplySubtract(a15, v, c15);
            a = ref Unsafe.Add(ref a, stride);
            b = ref Unsafe.Add(ref b, stride);
        }

        TOps.Store(c0, ref tile);
        TOps.Store(c1, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c2, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c3, ref Unsafe.Add(ref tile, 3 * stride));
        TOps.Store(c4, ref Unsafe.Add(ref tile, 4 * stride));
        TOps.Store(c5, ref Unsafe.Add(ref tile, 5 * stride));
        TOps.Store(c6, ref Unsafe.Add(ref tile, 6 * stride));
        TOps.Store(c7, ref Unsafe.Add(ref tile, 7 * stride));
        TOps.Store(c8, ref Unsafe.Add(ref tile, 8 * stride));
        TOps.Store(c9, ref Unsafe.Add(ref tile, 9 * stride));
        TOps.Store(c10, ref Unsafe.Add(ref tile, 10 * stride));
        TOps.Store(c11, ref Unsafe.Add(ref tile, 11 * stride));
        TOps.Store(c12, ref Unsafe.Add(ref tile, 12 * stride));
        TOps.Store(c13, ref Unsafe.Add(ref tile, 13 * stride));
        TOps.Store(c14, ref Unsafe.Add(ref tile, 14 * stride));
        TOps.Store(c15, ref Unsafe.Add(ref tile, 15 * stride));
    }

    /// <summary>4 rows x 2 vectors: 8 accumulators, for 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract4X2(int count, ref float a, ref float b, ref float tile, int stride)
    {
        TVector c00 = TOps.Load(ref tile), c01 = TOps.Load(ref Unsafe.Add(ref tile, TOps.Count));
        TVector c10 = TOps.Load(ref Unsafe.Add(ref tile, stride)), c11 = TOps.Load(ref Unsafe.Add(ref tile, stride + TOps.Count));
        TVector c20 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride)), c21 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride + TOps.Count));
        TVector c30 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride)), c31 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride + TOps.Count));
        for (int p = 0; p < count; p++)
        {
            TVector v0 = TOps.Load(ref b);
            TVector v1 = TOps.Load(ref Unsafe.Add(ref b, TOps.Count));
            TVector a0 = TOps.Broadcast(a);
            c00 = TOps.MultiplySubtract(a0, v0, c00);
            c01 = TOps.MultiplySubtract(a0, v1, c01);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c10 = TOps.MultiplySubtract(a1, v0, c10);
            c11 = TOps.MultiplySubtract(a1, v1, c11);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c20 = TOps.MultiplySubtract(a2, v0, c20);
            c21 = TOps.MultiplySubtract(a2, v1, c21);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c30 = TOps.MultiplySubtract(a3, v0, c30);
            c31 = TOps.MultiplySubtract(a3, v1, c31);
            a = ref Unsafe.Add(ref a, stride);
            b = ref Unsafe.Add(ref b, stride);
        }

        TOps.Store(c00, ref tile);
        TOps.Store(c01, ref Unsafe.Add(ref tile, TOps.Count));
        TOps.Store(c10, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c11, ref Unsafe.Add(ref tile, stride + TOps.Count));
        TOps.Store(c20, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c21, ref Unsafe.Add(ref tile, 2 * stride + TOps.Count));
        TOps.Store(c30, ref Unsafe.Add(ref tile, 3 * stride));
        TOps.Store(c31, ref Unsafe.Add(ref tile, 3 * stride + TOps.Count));
    }

    /// <summary>4 rows x 1 vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract4X1(int count, ref float a, ref float b, ref float tile, int stride)
    {
        TVector c0 = TOps.Load(ref tile);
        TVector c1 = TOps.Load(ref Unsafe.Add(ref tile, stride));
        TVector c2 = TOps.Load(ref Unsafe.Add(ref tile, 2 * stride));
        TVector c3 = TOps.Load(ref Unsafe.Add(ref tile, 3 * stride));
        for (int p = 0; p < count; p++)
        {
            TVector v = TOps.Load(ref b);
            TVector a0 = TOps.Broadcast(a);
            c0 = TOps.MultiplySubtract(a0, v, c0);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c1 = TOps.MultiplySubtract(a1, v, c1);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c2 = TOps.MultiplySubtract(a2, v, c2);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c3 = TOps.MultiplySubtract(a3, v, c3);
            a = ref Unsafe.Add(ref a, stride);
            b = ref Unsafe.Add(ref b, stride);
        }

        TOps.Store(c0, ref tile);
        TOps.Store(c1, ref Unsafe.Add(ref tile, stride));
        TOps.Store(c2, ref Unsafe.Add(ref tile, 2 * stride));
        TOps.Store(c3, ref Unsafe.Add(ref tile, 3 * stride));
    }
}

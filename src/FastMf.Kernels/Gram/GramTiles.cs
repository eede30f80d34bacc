using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>
/// The register tiles of the Gram kernel: tile (+)= sum over the rows of a packed panel of a b^T, in registers until the last row.
/// </summary>
internal static class GramTiles<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>8 rows x 2 vectors: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tile8X2(int count, ref float a, ref float b0, ref float b1, ref float tile, int stride, bool add)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        TVector c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (int n = 0; n < count; n++)
        {
            TVector v0 = TOps.Load(ref b0);
            TVector v1 = TOps.Load(ref b1);
            TVector a0 = TOps.Broadcast(a);
            c00 = TOps.MultiplyAdd(a0, v0, c00);
            c01 = TOps.MultiplyAdd(a0, v1, c01);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c10 = TOps.MultiplyAdd(a1, v0, c10);
            c11 = TOps.MultiplyAdd(a1, v1, c11);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c20 = TOps.MultiplyAdd(a2, v0, c20);
            c21 = TOps.MultiplyAdd(a2, v1, c21);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c30 = TOps.MultiplyAdd(a3, v0, c30);
            c31 = TOps.MultiplyAdd(a3, v1, c31);
            TVector a4 = TOps.Broadcast(Unsafe.Add(ref a, 4));
            c40 = TOps.MultiplyAdd(a4, v0, c40);
            c41 = TOps.MultiplyAdd(a4, v1, c41);
            TVector a5 = TOps.Broadcast(Unsafe.Add(ref a, 5));
            c50 = TOps.MultiplyAdd(a5, v0, c50);
            c51 = TOps.MultiplyAdd(a5, v1, c51);
            TVector a6 = TOps.Broadcast(Unsafe.Add(ref a, 6));
            c60 = TOps.MultiplyAdd(a6, v0, c60);
            c61 = TOps.MultiplyAdd(a6, v1, c61);
            TVector a7 = TOps.Broadcast(Unsafe.Add(ref a, 7));
            c70 = TOps.MultiplyAdd(a7, v0, c70);
            c71 = TOps.MultiplyAdd(a7, v1, c71);
            a = ref Unsafe.Add(ref a, GramPanel.BlockWidth);
            b0 = ref Unsafe.Add(ref b0, GramPanel.BlockWidth);
            b1 = ref Unsafe.Add(ref b1, GramPanel.BlockWidth);
        }

        TileSums<TOps, TVector>.PutRows(ref tile, stride, c00, c10, c20, c30, c40, c50, c60, c70, add);
        TileSums<TOps, TVector>.PutRows(ref Unsafe.Add(ref tile, TOps.Count), stride, c01, c11, c21, c31, c41, c51, c61, c71, add);
    }

    /// <summary>16 rows x 1 vector: the diagonal of the second vector of a pair, and what an odd number of vectors leaves over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tile16X1(int count, ref float a, ref float b, ref float tile, int stride, bool add)
    {
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        TVector c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        for (int n = 0; n < count; n++)
        {
            TVector v = TOps.Load(ref b);
            TVector a0 = TOps.Broadcast(a);
            c0 = TOps.MultiplyAdd(a0, v, c0);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c1 = TOps.MultiplyAdd(a1, v, c1);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c2 = TOps.MultiplyAdd(a2, v, c2);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c3 = TOps.MultiplyAdd(a3, v, c3);
            TVector a4 = TOps.Broadcast(Unsafe.Add(ref a, 4));
            c4 = TOps.MultiplyAdd(a4, v, c4);
            TVector a5 = TOps.Broadcast(Unsafe.Add(ref a, 5));
            c5 = TOps.MultiplyAdd(a5, v, c5);
            TVector a6 = TOps.Broadcast(Unsafe.Add(ref a, 6));
            c6 = TOps.MultiplyAdd(a6, v, c6);
            TVector a7 = TOps.Broadcast(Unsafe.Add(ref a, 7));
            c7 = TOps.MultiplyAdd(a7, v, c7);
            TVector a8 = TOps.Broadcast(Unsafe.Add(ref a, 8));
            c8 = TOps.MultiplyAdd(a8, v, c8);
            TVector a9 = TOps.Broadcast(Unsafe.Add(ref a, 9));
            c9 = TOps.MultiplyAdd(a9, v, c9);
            TVector a10 = TOps.Broadcast(Unsafe.Add(ref a, 10));
            c10 = TOps.MultiplyAdd(a10, v, c10);
            TVector a11 = TOps.Broadcast(Unsafe.Add(ref a, 11));
            c11 = TOps.MultiplyAdd(a11, v, c11);
            TVector a12 = TOps.Broadcast(Unsafe.Add(ref a, 12));
            c12 = TOps.MultiplyAdd(a12, v, c12);
            TVector a13 = TOps.Broadcast(Unsafe.Add(ref a, 13));
            c13 = TOps.MultiplyAdd(a13, v, c13);
            TVector a14 = TOps.Broadcast(Unsafe.Add(ref a, 14));
            c14 = TOps.MultiplyAdd(a14, v, c14);
            TVector a15 = TOps.Broadcast(Unsafe.Add(ref a, 15));
            c15 = TOps.MultiplyAdd(a15, v, c15);
            a = ref Unsafe.Add(ref a, GramPanel.BlockWidth);
            b = ref Unsafe.Add(ref b, GramPanel.BlockWidth);
        }

        TileSums<TOps, TVector>.PutRows(ref tile, stride, c0, c1, c2, c3, c4, c5, c6, c7, add);
        TileSums<TOps, TVector>.PutRows(ref Unsafe.Add(ref tile, 8 * stride), stride, c8, c9, c10, c11, c12, c13, c14, c15, add);
    }

    /// <summary>4 rows x 2 vectors: 8 accumulators, for 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tile4X2(int count, ref float a, ref float b0, ref float b1, ref float tile, int stride, bool add)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int n = 0; n < count; n++)
        {
            TVector v0 = TOps.Load(ref b0);
            TVector v1 = TOps.Load(ref b1);
            TVector a0 = TOps.Broadcast(a);
            c00 = TOps.MultiplyAdd(a0, v0, c00);
            c01 = TOps.MultiplyAdd(a0, v1, c01);
            TVector a1 = TOps.Broadcast(Unsafe.Add(ref a, 1));
            c10 = TOps.MultiplyAdd(a1, v0, c10);
            c11 = TOps.MultiplyAdd(a1, v1, c11);
            TVector a2 = TOps.Broadcast(Unsafe.Add(ref a, 2));
            c20 = TOps.MultiplyAdd(a2, v0, c20);
            c21 = TOps.MultiplyAdd(a2, v1, c21);
            TVector a3 = TOps.Broadcast(Unsafe.Add(ref a, 3));
            c30 = TOps.MultiplyAdd(a3, v0, c30);
            c31 = TOps.MultiplyAdd(a3, v1, c31);
            a = ref Unsafe.Add(ref a, GramPanel.BlockWidth);
            b0 = ref Unsafe.Add(ref b0, GramPanel.BlockWidth);
            b1 = ref Unsafe.Add(ref b1, GramPanel.BlockWidth);
        }

        TileSums<TOps, TVector>.PutRows(ref tile, stride, c00, c10, c20, c30, add);
        TileSums<TOps, TVector>.PutRows(ref Unsafe.Add(ref tile, TOps.Count), stride, c01, c11, c21, c31, add);
    }
}

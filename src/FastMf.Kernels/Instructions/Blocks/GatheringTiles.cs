using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Gram;

namespace FastMf.Kernels.Instructions.Blocks;

/// <summary>
/// The first register tile of a column of blocks, for vectors of a whole block: gathers the rows of a panel, packs them, sums right-hand
/// side and border, and multiplies, in one pass. A tile alone waits for its multiply-adds and packing alone for its stores; together
/// they take little more than the tile. With each row one that is needed next is prefetched.
/// </summary>
/// <typeparam name="TWeighting">Whether rows have weights.</typeparam>
internal static class GatheringTiles<TWeighting>
    where TWeighting : struct, Weighting.IWeighting
{
    /// <summary>Packs the blocks at <paramref name="column"/> and the next; 8 rows x 2 vectors from row 0 of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tile8X2(in GatheredPanel panel, int column, ref float tile, int stride, bool add)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default;
        Vector512<float> c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default;
        Vector512<float> c71 = default;
        Vector512<float> r0 = default, r1 = default, s0 = default, s1 = default, r0Before = default, r1Before = default, s0Before = default;
        Vector512<float> s1Before = default;
        ref float packed = ref Unsafe.Add(ref panel.Packed, GramPanel.Offset(column));
        nint weightedOffset = panel.WeightedOffset;
        ref float origin = ref Unsafe.Add(ref panel.Origin, column);
        nint rowStride = panel.Stride;
        ref int index = ref panel.Index;
        ref int upcoming = ref panel.Next;
        ref float target = ref panel.Target;
        nint count = panel.Count;
        for (nint n = 0; n < count; n++)
        {
            ref float next = ref Unsafe.Add(ref origin, Unsafe.Add(ref upcoming, n) * rowStride);
            Hardware.PrefetchFar(ref next);
            Hardware.PrefetchFar(ref Unsafe.Add(ref next, GramPanel.BlockWidth));
            ref float row = ref Unsafe.Add(ref origin, Unsafe.Add(ref index, n) * rowStride);
            ref float a = ref Unsafe.Subtract(ref row, column);
            Vector512<float> v0 = Vector512.LoadUnsafe(ref row);
            Vector512<float> v1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, GramPanel.BlockWidth));
            v0.StoreUnsafe(ref packed);
            v1.StoreUnsafe(ref Unsafe.Add(ref packed, GramPanel.BlockLength));

            // Swapping the sums at each row is free; it keeps even and odd rows apart, as where they are packed alone.
            var y = Vector512.Create(Unsafe.Add(ref target, n));
            (r0, r0Before) = (Vector512.FusedMultiplyAdd(y, v0, r0Before), r0);
            (r1, r1Before) = (Vector512.FusedMultiplyAdd(y, v1, r1Before), r1);
            if (TWeighting.HasWeights)
            {
                var w = Vector512.Create(Unsafe.Add(ref panel.Weight, n));
                v0 *= w;
                v1 *= w;
                v0.StoreUnsafe(ref Unsafe.Add(ref packed, weightedOffset));
                v1.StoreUnsafe(ref Unsafe.Add(ref packed, weightedOffset + GramPanel.BlockLength));
            }

            (s0, s0Before) = (s0Before + v0, s0);
            (s1, s1Before) = (s1Before + v1, s1);
            packed = ref Unsafe.Add(ref packed, GramPanel.BlockWidth);

            var a0 = Vector512.Create(a);
            c00 = Vector512.FusedMultiplyAdd(a0, v0, c00);
            c01 = Vector512.FusedMultiplyAdd(a0, v1, c01);
            var a1 = Vector512.Create(Unsafe.Add(ref a, 1));
            c10 = Vector512.FusedMultiplyAdd(a1, v0, c10);
            c11 = Vector512.FusedMultiplyAdd(a1, v1, c11);
            var a2 = Vector512.Create(Unsafe.Add(ref a, 2));
            c20 = Vector512.FusedMultiplyAdd(a2, v0, c20);
            c21 = Vector512.FusedMultiplyAdd(a2, v1, c21);
            var a3 = Vector512.Create(Unsafe.Add(ref a, 3));
            c30 = Vector512.FusedMultiplyAdd(a3, v0, c30);
            c31 = Vector512.FusedMultiplyAdd(a3, v1, c31);
            var a4 = Vector512.Create(Unsafe.Add(ref a, 4));
            c40 = Vector512.FusedMultiplyAdd(a4, v0, c40);
            c41 = Vector512.FusedMultiplyAdd(a4, v1, c41);
            var a5 = Vector512.Create(Unsafe.Add(ref a, 5));
            c50 = Vector512.FusedMultiplyAdd(a5, v0, c50);
            c51 = Vector512.FusedMultiplyAdd(a5, v1, c51);
            var a6 = Vector512.Create(Unsafe.Add(ref a, 6));
            c60 = Vector512.FusedMultiplyAdd(a6, v0, c60);
            c61 = Vector512.FusedMultiplyAdd(a6, v1, c61);
            var a7 = Vector512.Create(Unsafe.Add(ref a, 7));
            c70 = Vector512.FusedMultiplyAdd(a7, v0, c70);
            c71 = Vector512.FusedMultiplyAdd(a7, v1, c71);
        }

        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Right, column), r0 + r0Before, add);
        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Right, column + GramPanel.BlockWidth), r1 + r1Before, add);
        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Border, column), s0 + s0Before, add);
        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Border, column + GramPanel.BlockWidth), s1 + s1Before, add);
        TileSums<Lanes512, Vector512<float>>.PutRows(ref tile, stride, c00, c10, c20, c30, c40, c50, c60, c70, add);
        TileSums<Lanes512, Vector512<float>>.PutRows(
            ref Unsafe.Add(ref tile, GramPanel.BlockWidth), stride, c01, c11, c21, c31, c41, c51, c61, c71, add);
    }

    /// <summary>Packs the block at <paramref name="column"/>; 16 rows x 1 vector from row 0 of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tile16X1(in GatheredPanel panel, int column, ref float tile, int stride, bool add)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default;
        Vector512<float> c15 = default;
        Vector512<float> r = default, s = default, rBefore = default, sBefore = default;
        ref float packed = ref Unsafe.Add(ref panel.Packed, GramPanel.Offset(column));
        nint weightedOffset = panel.WeightedOffset;
        ref float origin = ref Unsafe.Add(ref panel.Origin, column);
        nint rowStride = panel.Stride;
        ref int index = ref panel.Index;
        ref int upcoming = ref panel.Next;
        ref float target = ref panel.Target;
        nint count = panel.Count;
        for (nint n = 0; n < count; n++)
        {
            ref float next = ref Unsafe.Add(ref origin, Unsafe.Add(ref upcoming, n) * rowStride);
            Hardware.PrefetchFar(ref next);
            ref float row = ref Unsafe.Add(ref origin, Unsafe.Add(ref index, n) * rowStride);
            ref float a = ref Unsafe.Subtract(ref row, column);
            Vector512<float> v = Vector512.LoadUnsafe(ref row);
            v.StoreUnsafe(ref packed);
            (r, rBefore) = (Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref target, n)), v, rBefore), r);
            if (TWeighting.HasWeights)
            {
                v *= Vector512.Create(Unsafe.Add(ref panel.Weight, n));
                v.StoreUnsafe(ref Unsafe.Add(ref packed, weightedOffset));
            }

            (s, sBefore) = (sBefore + v, s);
            packed = ref Unsafe.Add(ref packed, GramPanel.BlockWidth);
            c0 = Vector512.FusedMultiplyAdd(Vector512.Create(a), v, c0);
            c1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 1)), v, c1);
            c2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 2)), v, c2);
            c3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 3)), v, c3);
            c4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 4)), v, c4);
            c5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 5)), v, c5);
            c6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 6)), v, c6);
            c7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 7)), v, c7);
            c8 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 8)), v, c8);
            c9 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 9)), v, c9);
            c10 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 10)), v, c10);
            c11 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 11)), v, c11);
            c12 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 12)), v, c12);
            c13 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 13)), v, c13);
            c14 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 14)), v, c14);
            c15 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 15)), v, c15);
        }

        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Right, column), r + rBefore, add);
        TileSums<Lanes512, Vector512<float>>.Put(ref Unsafe.Add(ref panel.Border, column), s + sBefore, add);
        TileSums<Lanes512, Vector512<float>>.PutRows(ref tile, stride, c0, c1, c2, c3, c4, c5, c6, c7, add);
        TileSums<Lanes512, Vector512<float>>.PutRows(
            ref Unsafe.Add(ref tile, 8 * stride), stride, c8, c9, c10, c11, c12, c13, c14, c15, add);
    }
}

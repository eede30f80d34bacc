using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Gram;

namespace FastMf.Kernels.Instructions.Blocks;

/// <summary>
/// What is left of two blocks on the diagonal when rows 0 to 7 of the first are done: its rows 8 to 15 and all of the second, in 24
/// accumulators. Of the rows 8 to 15 of both only the upper halves lie in the triangle; they share a vector, the first block's below.
/// </summary>
internal static class CornerTile
{
    /// <summary>Multiplies over a packed panel.</summary>
    /// <param name="count">Rows of the panel.</param>
    /// <param name="a0">The first block of the panel.</param>
    /// <param name="a1">The second.</param>
    /// <param name="b0">The first block times the weights.</param>
    /// <param name="b1">The second.</param>
    /// <param name="tile">Where the first block's first row and column meet in the Gram matrix.</param>
    /// <param name="stride">Floats from row to row of the Gram matrix.</param>
    /// <param name="add">Whether to add.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(
        int count, ref float a0, ref float a1, ref float b0, ref float b1, ref float tile, int stride, bool add)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> d0 = default, d1 = default, d2 = default, d3 = default, d4 = default, d5 = default, d6 = default, d7 = default;
        Vector512<float> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default, h6 = default, h7 = default;
        for (int n = 0; n < count; n++)
        {
            Vector512<float> v = Vector512.LoadUnsafe(ref b1);
            Vector512<float> halves = Join(Vector256.LoadUnsafe(ref b0, 8).ToVector512Unsafe(), v);
            d0 = Vector512.FusedMultiplyAdd(Vector512.Create(a1), v, d0);
            d1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 1)), v, d1);
            d2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 2)), v, d2);
            d3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 3)), v, d3);
            d4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 4)), v, d4);
            d5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 5)), v, d5);
            d6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 6)), v, d6);
            d7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a1, 7)), v, d7);
            var x0 = Vector512.Create(Unsafe.Add(ref a0, 8));
            c0 = Vector512.FusedMultiplyAdd(x0, v, c0);
            h0 = Vector512.FusedMultiplyAdd(Join(x0, Vector512.Create(Unsafe.Add(ref a1, 8))), halves, h0);
            var x1 = Vector512.Create(Unsafe.Add(ref a0, 9));
            c1 = Vector512.FusedMultiplyAdd(x1, v, c1);
            h1 = Vector512.FusedMultiplyAdd(Join(x1, Vector512.Create(Unsafe.Add(ref a1, 9))), halves, h1);
            var x2 = Vector512.Create(Unsafe.Add(ref a0, 10));
            c2 = Vector512.FusedMultiplyAdd(x2, v, c2);
            h2 = Vector512.FusedMultiplyAdd(Join(x2, Vector512.Create(Unsafe.Add(ref a1, 10))), halves, h2);
            var x3 = Vector512.Create(Unsafe.Add(ref a0, 11));
            c3 = Vector512.FusedMultiplyAdd(x3, v, c3);
            h3 = Vector512.FusedMultiplyAdd(Join(x3, Vector512.Create(Unsafe.Add(ref a1, 11))), halves, h3);
            var x4 = Vector512.Create(Unsafe.Add(ref a0, 12));
            c4 = Vector512.FusedMultiplyAdd(x4, v, c4);
            h4 = Vector512.FusedMultiplyAdd(Join(x4, Vector512.Create(Unsafe.Add(ref a1, 12))), halves, h4);
            var x5 = Vector512.Create(Unsafe.Add(ref a0, 13));
            c5 = Vector512.FusedMultiplyAdd(x5, v, c5);
            h5 = Vector512.FusedMultiplyAdd(Join(x5, Vector512.Create(Unsafe.Add(ref a1, 13))), halves, h5);
            var x6 = Vector512.Create(Unsafe.Add(ref a0, 14));
            c6 = Vector512.FusedMultiplyAdd(x6, v, c6);
            h6 = Vector512.FusedMultiplyAdd(Join(x6, Vector512.Create(Unsafe.Add(ref a1, 14))), halves, h6);
            var x7 = Vector512.Create(Unsafe.Add(ref a0, 15));
            c7 = Vector512.FusedMultiplyAdd(x7, v, c7);
            h7 = Vector512.FusedMultiplyAdd(Join(x7, Vector512.Create(Unsafe.Add(ref a1, 15))), halves, h7);
            a0 = ref Unsafe.Add(ref a0, GramPanel.BlockWidth);
            a1 = ref Unsafe.Add(ref a1, GramPanel.BlockWidth);
            b0 = ref Unsafe.Add(ref b0, GramPanel.BlockWidth);
            b1 = ref Unsafe.Add(ref b1, GramPanel.BlockWidth);
        }

        int down = GramPanel.BlockWidth * stride;
        ref float lower = ref Unsafe.Add(ref tile, 8 * stride + 8);
        TileSums<Lanes256, Vector256<float>>.PutRows(
            ref lower,
            stride,
            h0.GetLower(), h1.GetLower(), h2.GetLower(), h3.GetLower(), h4.GetLower(), h5.GetLower(), h6.GetLower(), h7.GetLower(),
            add);
        TileSums<Lanes512, Vector512<float>>.PutRows(ref Unsafe.Add(ref lower, 8), stride, c0, c1, c2, c3, c4, c5, c6, c7, add);
        TileSums<Lanes512, Vector512<float>>.PutRows(
            ref Unsafe.Add(ref tile, down + GramPanel.BlockWidth), stride, d0, d1, d2, d3, d4, d5, d6, d7, add);
        TileSums<Lanes256, Vector256<float>>.PutRows(
            ref Unsafe.Add(ref lower, down + GramPanel.BlockWidth),
            stride,
            h0.GetUpper(), h1.GetUpper(), h2.GetUpper(), h3.GetUpper(), h4.GetUpper(), h5.GetUpper(), h6.GetUpper(), h7.GetUpper(),
            add);
    }

    /// <summary>The lower half of <paramref name="lower"/> and the upper half of <paramref name="upper"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Join(Vector512<float> lower, Vector512<float> upper) => Vector512.ConditionalSelect(
        Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0).AsSingle(), lower, upper);
}

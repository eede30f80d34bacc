using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Gram;

namespace FastMf.Kernels.Instructions.Blocks;

/// <summary>
/// The whole Gram kernel for rows of a single block without weights. A row times itself rotated by 0 to 8 lanes has every product of two
/// of its elements, in 9 multiply-adds and 8 shuffles, where a tile takes 16 multiply-adds and 16 broadcasts; nothing is packed. (With
/// weights, v (w v') and v' (w v) are rounded differently: there half of the products would not be those of the other kernels.)
/// </summary>
internal static class SingleBlockTile
{
    /// <summary>Floats from an element of the diagonal to the next.</summary>
    private const int Diagonal = GramPanel.BlockWidth + 1;

    /// <summary>Gathers the rows of a panel and adds up everything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(in GatheredPanel panel, ref float gram, bool add)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> c8 = default;
        Vector512<float> r = default, s = default, rBefore = default, sBefore = default;
        ref float origin = ref panel.Origin;
        nint rowStride = panel.Stride;
        ref int index = ref panel.Index;
        ref int upcoming = ref panel.Next;
        ref float target = ref panel.Target;
        nint count = panel.Count;
        for (nint n = 0; n < count; n++)
        {
            // Into the first-level cache: a panel is 8 KB.
            Hardware.Prefetch(ref Unsafe.Add(ref origin, Unsafe.Add(ref upcoming, n) * rowStride));
            Vector512<float> v = Vector512.LoadUnsafe(ref Unsafe.Add(ref origin, Unsafe.Add(ref index, n) * rowStride));
            (r, rBefore) = (Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref target, n)), v, rBefore), r);
            (s, sBefore) = (sBefore + v, s);
            c0 = Vector512.FusedMultiplyAdd(v, v, c0);
            c1 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 1), v, c1);
            c2 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 2), v, c2);
            c3 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 3), v, c3);
            c4 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 4), v, c4);
            c5 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 5), v, c5);
            c6 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 6), v, c6);
            c7 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 7), v, c7);
            c8 = Vector512.FusedMultiplyAdd(Lanes512.Rotate(v, 8), v, c8);
        }

        TileSums<Lanes512, Vector512<float>>.Put(ref panel.Right, r + rBefore, add);
        TileSums<Lanes512, Vector512<float>>.Put(ref panel.Border, s + sBefore, add);

        // c_t in lane l is the product of elements l and l + t (mod 16); of 16 - t the same, rotated back. Transposed, its lanes are a
        // row of the triangle from the diagonal on. Fours that lie in the triangle are stored; what exceeds a row's end lies left of the
        // next row's diagonal.
        (Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3) = FourByFour.Transpose(c0, c1, c2, c3);
        PutRows(ref gram, 0, a0, a1, a2, a3, add);
        TileSums<Lanes128Fused, Vector128<float>>.Put(ref At(ref gram, 12, 0), Fourth(a0), add);
        TileSums<Lanes128Fused, Vector128<float>>.Put(ref At(ref gram, 13, 0), Fourth(a1), add);
        TileSums<Lanes128Fused, Vector128<float>>.Put(ref At(ref gram, 14, 0), Fourth(a2), add);
        ref float last = ref At(ref gram, 15, 0);
        last = add ? last + Fourth(a3).ToScalar() : Fourth(a3).ToScalar();
        (a0, a1, a2, a3) = FourByFour.Transpose(c4, c5, c6, c7);
        PutRows(ref gram, 4, a0, a1, a2, a3, add);
        (Vector256<float> b0, Vector256<float> b1, Vector256<float> b2, Vector256<float> b3) = FourByFour.Transpose(
            c8.GetLower(), Lanes512.Rotate(c7, 9).GetLower(), Lanes512.Rotate(c6, 10).GetLower(), Lanes512.Rotate(c5, 11).GetLower());
        PutRows(ref gram, 8, b0, b1, b2, b3, add);
        (Vector128<float> d0, Vector128<float> d1, Vector128<float> d2, Vector128<float> d3) = FourByFour.Transpose(
            Lanes512.Rotate(c4, 12).GetLower().GetLower(),
            Lanes512.Rotate(c3, 13).GetLower().GetLower(),
            Lanes512.Rotate(c2, 14).GetLower().GetLower(),
            Lanes512.Rotate(c1, 15).GetLower().GetLower());
        TileSums<Lanes128Fused, Vector128<float>>.PutRows(ref At(ref gram, 0, 12), Diagonal, d0, d1, d2, d3, add);
    }

    /// <summary>The element <paramref name="rotation"/> lanes right of the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float gram, int row, int rotation) => ref Unsafe.Add(ref gram, row * Diagonal + rotation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fourth(Vector512<float> value) => value.GetUpper().GetUpper();

    /// <summary>Four elements of rows 0 to 11: the first three fours of the vectors are rows 0, 4, 8; 1, 5, 9; ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRows(
        ref float gram, int rotation, Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3, bool add)
    {
        PutRows(ref gram, rotation, a0.GetLower(), a1.GetLower(), a2.GetLower(), a3.GetLower(), add);
        TileSums<Lanes128Fused, Vector128<float>>.PutRows(
            ref At(ref gram, 8, rotation),
            Diagonal,
            a0.GetUpper().GetLower(),
            a1.GetUpper().GetLower(),
            a2.GetUpper().GetLower(),
            a3.GetUpper().GetLower(),
            add);
    }

    /// <summary>Four elements of rows 0 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRows(
        ref float gram, int rotation, Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3, bool add)
    {
        TileSums<Lanes128Fused, Vector128<float>>.PutRows(
            ref At(ref gram, 0, rotation), Diagonal, a0.GetLower(), a1.GetLower(), a2.GetLower(), a3.GetLower(), add);
        TileSums<Lanes128Fused, Vector128<float>>.PutRows(
            ref At(ref gram, 4, rotation), Diagonal, a0.GetUpper(), a1.GetUpper(), a2.GetUpper(), a3.GetUpper(), add);
    }
}

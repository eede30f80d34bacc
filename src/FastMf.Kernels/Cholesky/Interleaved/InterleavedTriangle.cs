using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky.Interleaved;

/// <summary>
/// <see cref="StripTriangle"/> of the system in each lane, by the same operations: reciprocals 0 to 3, then L01, L02, L03, L12, L13, L23, a
/// vector each.
/// </summary>
internal static class InterleavedTriangle<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Vectors of a triangle.</summary>
    public const int Vectors = 10;

    /// <summary>
    /// Factorizes a diagonal block, which becomes a block of U with the reciprocals of its diagonal elements in their place. Returns
    /// whether the pivots of all lanes are finite and above their floors.
    /// </summary>
    /// <param name="block">The block, its lower triangle not used.</param>
    /// <param name="triangle">Read: in its first four vectors the diagonal that the matrices had. Overwritten by the triangle.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFactorize(ref float block, ref float triangle)
    {
        TVector one = TOps.Broadcast(1);
        TVector d0 = Vectors<TOps, TVector>.At(ref block, 0), a01 = Vectors<TOps, TVector>.At(ref block, 1);
        TVector a02 = Vectors<TOps, TVector>.At(ref block, 2), a03 = Vectors<TOps, TVector>.At(ref block, 3);
        TVector inverse0 = TOps.Divide(one, d0);
        TVector l01 = TOps.Multiply(a01, inverse0), l02 = TOps.Multiply(a02, inverse0), l03 = TOps.Multiply(a03, inverse0);

        TVector d1 = TOps.MultiplySubtract(l01, a01, Vectors<TOps, TVector>.At(ref block, 5));
        TVector a12 = TOps.MultiplySubtract(l01, a02, Vectors<TOps, TVector>.At(ref block, 6));
        TVector a13 = TOps.MultiplySubtract(l01, a03, Vectors<TOps, TVector>.At(ref block, 7));
        TVector inverse1 = TOps.Divide(one, d1);
        TVector l12 = TOps.Multiply(a12, inverse1), l13 = TOps.Multiply(a13, inverse1);

        TVector d2 = TOps.MultiplySubtract(l12, a12, TOps.MultiplySubtract(l02, a02, Vectors<TOps, TVector>.At(ref block, 10)));
        TVector a23 = TOps.MultiplySubtract(l12, a13, TOps.MultiplySubtract(l02, a03, Vectors<TOps, TVector>.At(ref block, 11)));
        TVector inverse2 = TOps.Divide(one, d2);
        TVector l23 = TOps.Multiply(a23, inverse2);

        TVector d3 = TOps.MultiplySubtract(l13, a13, TOps.MultiplySubtract(l03, a03, Vectors<TOps, TVector>.At(ref block, 15)));
        d3 = TOps.MultiplySubtract(l23, a23, d3);
        TVector reciprocal0 = TOps.SquareRoot(inverse0), reciprocal1 = TOps.SquareRoot(inverse1);
        TVector reciprocal2 = TOps.SquareRoot(inverse2), reciprocal3 = TOps.SquareRoot(TOps.Divide(one, d3));

        bool succeeded = IsPivot(d0, ref triangle, 0)
            & IsPivot(d1, ref triangle, 1)
            & IsPivot(d2, ref triangle, 2)
            & IsPivot(d3, ref triangle, 3);
        Vectors<TOps, TVector>.Put(reciprocal0, ref triangle, 0);
        Vectors<TOps, TVector>.Put(reciprocal1, ref triangle, 1);
        Vectors<TOps, TVector>.Put(reciprocal2, ref triangle, 2);
        Vectors<TOps, TVector>.Put(reciprocal3, ref triangle, 3);
        Vectors<TOps, TVector>.Put(l01, ref triangle, 4);
        Vectors<TOps, TVector>.Put(l02, ref triangle, 5);
        Vectors<TOps, TVector>.Put(l03, ref triangle, 6);
        Vectors<TOps, TVector>.Put(l12, ref triangle, 7);
        Vectors<TOps, TVector>.Put(l13, ref triangle, 8);
        Vectors<TOps, TVector>.Put(l23, ref triangle, 9);
        Vectors<TOps, TVector>.Put(reciprocal0, ref block, 0);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a01, reciprocal0), ref block, 1);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a02, reciprocal0), ref block, 2);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a03, reciprocal0), ref block, 3);
        Vectors<TOps, TVector>.Put(reciprocal1, ref block, 5);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a12, reciprocal1), ref block, 6);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a13, reciprocal1), ref block, 7);
        Vectors<TOps, TVector>.Put(reciprocal2, ref block, 10);
        Vectors<TOps, TVector>.Put(TOps.Multiply(a23, reciprocal2), ref block, 11);
        Vectors<TOps, TVector>.Put(reciprocal3, ref block, 15);
        return succeeded;
    }

    /// <summary>Rows of a diagonal block from <paramref name="valid"/> on become rows of the identity.</summary>
    public static void MakePaddingUnit(ref float block, ref float diagonal, int valid)
    {
        for (int row = valid; row < InterleavedLayout.Side; row++)
        {
            Vectors<TOps, TVector>.Put(default, ref diagonal, row);
            Vectors<TOps, TVector>.Put(TOps.Broadcast(1), ref block, row * (InterleavedLayout.Side + 1));
            for (int column = row + 1; column < InterleavedLayout.Side; column++)
            {
                Vectors<TOps, TVector>.Put(default, ref block, row * InterleavedLayout.Side + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reciprocal(ref float triangle, int row) => Vectors<TOps, TVector>.At(ref triangle, row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L01(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L02(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L03(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L12(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L13(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector L23(ref float triangle) => Vectors<TOps, TVector>.At(ref triangle, 9);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPivot(TVector pivot, ref float diagonal, int row) =>
        TOps.AreAboveAndFinite(
            pivot,
            TOps.Max(TOps.Multiply(Vectors<TOps, TVector>.At(ref diagonal, row), TOps.Broadcast(PivotFloor.Share)), TOps.Broadcast(0)));
}

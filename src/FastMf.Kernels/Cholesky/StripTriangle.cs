using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// The factor of a strip's 4 x 4 diagonal block as L D L^T: L's six elements below its unit diagonal, and the reciprocals of the square
/// roots of D. A pivot then waits for one division of the pivot before it, not for a square root and a division.
/// </summary>
internal readonly struct StripTriangle
{
    public readonly float Reciprocal0, Reciprocal1, Reciprocal2, Reciprocal3;
    public readonly float L01, L02, L03, L12, L13, L23;

    private StripTriangle(
        float inverse0, float inverse1, float inverse2, float inverse3, float l01, float l02, float l03, float l12, float l13, float l23)
    {
        (Reciprocal0, Reciprocal1) = (MathF.Sqrt(inverse0), MathF.Sqrt(inverse1));
        (Reciprocal2, Reciprocal3) = (MathF.Sqrt(inverse2), MathF.Sqrt(inverse3));
        (L01, L02, L03, L12, L13, L23) = (l01, l02, l03, l12, l13, l23);
    }

    /// <summary>
    /// Factorizes the block at <paramref name="a"/>; returns 0, or 1 to 4 for the first pivot that is not finite and above its floor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TryFactorize<TOps, TVector>(ref float a, int stride, ref float floors, out StripTriangle triangle)
        where TOps : struct, ILanes<TVector>
        where TVector : struct
    {
        ref float row1 = ref Unsafe.Add(ref a, stride);
        ref float row2 = ref Unsafe.Add(ref row1, stride);
        ref float row3 = ref Unsafe.Add(ref row2, stride);
        float a01 = Unsafe.Add(ref a, 1), a02 = Unsafe.Add(ref a, 2), a03 = Unsafe.Add(ref a, 3);

        float d0 = a;
        float inverse0 = 1 / d0;
        float l01 = a01 * inverse0, l02 = a02 * inverse0, l03 = a03 * inverse0;

        float d1 = TOps.MultiplyAdd(-l01, a01, Unsafe.Add(ref row1, 1));
        float a12 = TOps.MultiplyAdd(-l01, a02, Unsafe.Add(ref row1, 2));
        float a13 = TOps.MultiplyAdd(-l01, a03, Unsafe.Add(ref row1, 3));
        float inverse1 = 1 / d1;
        float l12 = a12 * inverse1, l13 = a13 * inverse1;

        float d2 = TOps.MultiplyAdd(-l12, a12, TOps.MultiplyAdd(-l02, a02, Unsafe.Add(ref row2, 2)));
        float a23 = TOps.MultiplyAdd(-l12, a13, TOps.MultiplyAdd(-l02, a03, Unsafe.Add(ref row2, 3)));
        float inverse2 = 1 / d2;
        float l23 = a23 * inverse2;

        float d3 = TOps.MultiplyAdd(-l23, a23, TOps.MultiplyAdd(-l13, a13, TOps.MultiplyAdd(-l03, a03, Unsafe.Add(ref row3, 3))));
        triangle = new StripTriangle(inverse0, inverse1, inverse2, 1 / d3, l01, l02, l03, l12, l13, l23);
        if (IsPivot(d0, floors)
            & IsPivot(d1, Unsafe.Add(ref floors, 1))
            & IsPivot(d2, Unsafe.Add(ref floors, 2))
            & IsPivot(d3, Unsafe.Add(ref floors, 3)))
        {
            return 0;
        }

        return !IsPivot(d0, floors) ? 1 : !IsPivot(d1, Unsafe.Add(ref floors, 1)) ? 2 : !IsPivot(d2, Unsafe.Add(ref floors, 2)) ? 3 : 4;
    }

    /// <summary>False for pivots at or below the floor, NaN and infinite ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPivot(float pivot, float floor) => pivot > floor & pivot <= float.MaxValue;
}

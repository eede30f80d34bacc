using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Cholesky;

/// <summary>The factor of a strip's 4 x 4 diagonal block: the six elements above the diagonal and the reciprocals of the diagonal.</summary>
internal readonly struct StripTriangle
{
    public readonly float Reciprocal0, Reciprocal1, Reciprocal2, Reciprocal3;
    public readonly float U01, U02, U03, U12, U13, U23;

    private StripTriangle(float r0, float r1, float r2, float r3, float u01, float u02, float u03, float u12, float u13, float u23)
    {
        (Reciprocal0, Reciprocal1, Reciprocal2, Reciprocal3) = (r0, r1, r2, r3);
        (U01, U02, U03, U12, U13, U23) = (u01, u02, u03, u12, u13, u23);
    }

    /// <summary>Factorizes the block at <paramref name="a"/>; returns 0, or 1 to 4 for the first pivot that is not finite and above its floor.</summary>
    public static int TryFactorize<TOps, TVector>(ref float a, int stride, PivotFloor floor, out StripTriangle triangle)
        where TOps : struct, ILanes<TVector>
        where TVector : struct
    {
        triangle = default;
        ref float row1 = ref Unsafe.Add(ref a, stride);
        ref float row2 = ref Unsafe.Add(ref row1, stride);
        ref float row3 = ref Unsafe.Add(ref row2, stride);

        if (!TryReciprocalRoot(a, floor.Floor0, out float r0))
        {
            return 1;
        }

        float u01 = Unsafe.Add(ref a, 1) * r0;
        float u02 = Unsafe.Add(ref a, 2) * r0;
        float u03 = Unsafe.Add(ref a, 3) * r0;
        if (!TryReciprocalRoot(TOps.MultiplyAdd(-u01, u01, Unsafe.Add(ref row1, 1)), floor.Floor1, out float r1))
        {
            return 2;
        }

        float u12 = TOps.MultiplyAdd(-u01, u02, Unsafe.Add(ref row1, 2)) * r1;
        float u13 = TOps.MultiplyAdd(-u01, u03, Unsafe.Add(ref row1, 3)) * r1;
        if (!TryReciprocalRoot(TOps.MultiplyAdd(-u12, u12, TOps.MultiplyAdd(-u02, u02, Unsafe.Add(ref row2, 2))), floor.Floor2, out float r2))
        {
            return 3;
        }

        float u23 = TOps.MultiplyAdd(-u12, u13, TOps.MultiplyAdd(-u02, u03, Unsafe.Add(ref row2, 3))) * r2;
        float pivot3 = TOps.MultiplyAdd(-u23, u23, TOps.MultiplyAdd(-u13, u13, TOps.MultiplyAdd(-u03, u03, Unsafe.Add(ref row3, 3))));
        if (!TryReciprocalRoot(pivot3, floor.Floor3, out float r3))
        {
            return 4;
        }

        triangle = new StripTriangle(r0, r1, r2, r3, u01, u02, u03, u12, u13, u23);
        return 0;
    }

    /// <summary>Puts the reciprocals on the diagonal: the solves multiply by them and never divide.</summary>
    public void StoreReciprocals(ref float a, int stride)
    {
        a = Reciprocal0;
        Unsafe.Add(ref a, stride + 1) = Reciprocal1;
        Unsafe.Add(ref a, 2 * (stride + 1)) = Reciprocal2;
        Unsafe.Add(ref a, 3 * (stride + 1)) = Reciprocal3;
    }

    /// <summary>False for pivots at or below the floor or zero, NaN and infinite ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReciprocalRoot(float pivot, float floor, out float reciprocal)
    {
        reciprocal = 1 / MathF.Sqrt(pivot);
        return pivot > floor && pivot > 0 && pivot <= float.MaxValue;
    }
}

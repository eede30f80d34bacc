using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>
/// Where tiles leave their sums: overwritten by a call's first panel, added to by the others. Which of both is decided once for several
/// rows: decided for each, it would be a third of what a tile does after its last row.
/// </summary>
internal static class TileSums<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>One vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, TVector value, bool add) =>
        TOps.Store(add ? TOps.Add(TOps.Load(ref target), value) : value, ref target);

    /// <summary>Eight rows that lie <paramref name="stride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRows(
        ref float first,
        int stride,
        TVector r0,
        TVector r1,
        TVector r2,
        TVector r3,
        TVector r4,
        TVector r5,
        TVector r6,
        TVector r7,
        bool add)
    {
        PutRows(ref first, stride, r0, r1, r2, r3, add);
        PutRows(ref Unsafe.Add(ref first, 4 * stride), stride, r4, r5, r6, r7, add);
    }

    /// <summary>Four rows that lie <paramref name="stride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRows(ref float first, int stride, TVector r0, TVector r1, TVector r2, TVector r3, bool add)
    {
        if (add)
        {
            r0 = TOps.Add(TOps.Load(ref first), r0);
            r1 = TOps.Add(TOps.Load(ref Unsafe.Add(ref first, stride)), r1);
            r2 = TOps.Add(TOps.Load(ref Unsafe.Add(ref first, 2 * stride)), r2);
            r3 = TOps.Add(TOps.Load(ref Unsafe.Add(ref first, 3 * stride)), r3);
        }

        TOps.Store(r0, ref first);
        TOps.Store(r1, ref Unsafe.Add(ref first, stride));
        TOps.Store(r2, ref Unsafe.Add(ref first, 2 * stride));
        TOps.Store(r3, ref Unsafe.Add(ref first, 3 * stride));
    }
}

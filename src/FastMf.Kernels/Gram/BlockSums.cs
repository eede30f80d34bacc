using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Gram;

/// <summary>
/// Where the tiles of whole blocks leave their sums: overwritten by a call's first panel, added to by the others. Which of both is asked
/// once for many rows: asked for each, it would be a third of what a tile does after its last row.
/// </summary>
internal static class BlockSums
{
    /// <summary>One vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector512<float> value, bool add) =>
        (add ? Vector512.LoadUnsafe(ref target) + value : value).StoreUnsafe(ref target);

    /// <summary>One vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector128<float> value, bool add) =>
        (add ? Vector128.LoadUnsafe(ref target) + value : value).StoreUnsafe(ref target);

    /// <summary>Eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRows(
        ref float first, int stride, Vector512<float> r0, Vector512<float> r1, Vector512<float> r2, Vector512<float> r3, Vector512<float> r4, Vector512<float> r5, Vector512<float> r6, Vector512<float> r7, bool add)
    {
        if (add)
        {
            (Vector512.LoadUnsafe(ref first) + r0).StoreUnsafe(ref first);
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, stride)) + r1).StoreUnsafe(ref Unsafe.Add(ref first, stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 2 * stride)) + r2).StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 3 * stride)) + r3).StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 4 * stride)) + r4).StoreUnsafe(ref Unsafe.Add(ref first, 4 * stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 5 * stride)) + r5).StoreUnsafe(ref Unsafe.Add(ref first, 5 * stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 6 * stride)) + r6).StoreUnsafe(ref Unsafe.Add(ref first, 6 * stride));
            (Vector512.LoadUnsafe(ref Unsafe.Add(ref first, 7 * stride)) + r7).StoreUnsafe(ref Unsafe.Add(ref first, 7 * stride));
            return;
        }

        r0.StoreUnsafe(ref first);
        r1.StoreUnsafe(ref Unsafe.Add(ref first, stride));
        r2.StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
        r3.StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
        r4.StoreUnsafe(ref Unsafe.Add(ref first, 4 * stride));
        r5.StoreUnsafe(ref Unsafe.Add(ref first, 5 * stride));
        r6.StoreUnsafe(ref Unsafe.Add(ref first, 6 * stride));
        r7.StoreUnsafe(ref Unsafe.Add(ref first, 7 * stride));
    }

    /// <summary>Eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRows(
        ref float first, int stride, Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, Vector256<float> r4, Vector256<float> r5, Vector256<float> r6, Vector256<float> r7, bool add)
    {
        if (add)
        {
            (Vector256.LoadUnsafe(ref first) + r0).StoreUnsafe(ref first);
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, stride)) + r1).StoreUnsafe(ref Unsafe.Add(ref first, stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 2 * stride)) + r2).StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 3 * stride)) + r3).StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 4 * stride)) + r4).StoreUnsafe(ref Unsafe.Add(ref first, 4 * stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 5 * stride)) + r5).StoreUnsafe(ref Unsafe.Add(ref first, 5 * stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 6 * stride)) + r6).StoreUnsafe(ref Unsafe.Add(ref first, 6 * stride));
            (Vector256.LoadUnsafe(ref Unsafe.Add(ref first, 7 * stride)) + r7).StoreUnsafe(ref Unsafe.Add(ref first, 7 * stride));
            return;
        }

        r0.StoreUnsafe(ref first);
        r1.StoreUnsafe(ref Unsafe.Add(ref first, stride));
        r2.StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
        r3.StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
        r4.StoreUnsafe(ref Unsafe.Add(ref first, 4 * stride));
        r5.StoreUnsafe(ref Unsafe.Add(ref first, 5 * stride));
        r6.StoreUnsafe(ref Unsafe.Add(ref first, 6 * stride));
        r7.StoreUnsafe(ref Unsafe.Add(ref first, 7 * stride));
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRows(
        ref float first, int stride, Vector128<float> r0, Vector128<float> r1, Vector128<float> r2, Vector128<float> r3, bool add)
    {
        if (add)
        {
            (Vector128.LoadUnsafe(ref first) + r0).StoreUnsafe(ref first);
            (Vector128.LoadUnsafe(ref Unsafe.Add(ref first, stride)) + r1).StoreUnsafe(ref Unsafe.Add(ref first, stride));
            (Vector128.LoadUnsafe(ref Unsafe.Add(ref first, 2 * stride)) + r2).StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
            (Vector128.LoadUnsafe(ref Unsafe.Add(ref first, 3 * stride)) + r3).StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
            return;
        }

        r0.StoreUnsafe(ref first);
        r1.StoreUnsafe(ref Unsafe.Add(ref first, stride));
        r2.StoreUnsafe(ref Unsafe.Add(ref first, 2 * stride));
        r3.StoreUnsafe(ref Unsafe.Add(ref first, 3 * stride));
    }
}

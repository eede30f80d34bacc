using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Gram;

/// <summary>Where the tiles of whole blocks leave their sums: overwritten by a call's first panel, added to by the others.</summary>
internal static class BlockSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector512<float> first, Vector512<float> second, bool add)
    {
        Put(ref target, first, add);
        Put(ref Unsafe.Add(ref target, GramPanel.BlockWidth), second, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector512<float> value, bool add) =>
        (add ? Vector512.LoadUnsafe(ref target) + value : value).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector256<float> value, bool add) =>
        (add ? Vector256.LoadUnsafe(ref target) + value : value).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref float target, Vector128<float> value, bool add) =>
        (add ? Vector128.LoadUnsafe(ref target) + value : value).StoreUnsafe(ref target);
}

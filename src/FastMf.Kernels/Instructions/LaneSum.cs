using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>The lower part of the summation tree that all widths share.</summary>
internal static class LaneSum
{
    /// <summary>The sum of what <see cref="ILanes{TVector}.SumToFour"/> has left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector128<float> lanes)
    {
        Vector128<float> pairs = lanes + Vector128.Shuffle(lanes, Vector128.Create(2, 3, 0, 1));
        return pairs.GetElement(1) + pairs.GetElement(0);
    }

    /// <summary>The sums of four vectors at once, each by the tree of <see cref="Of(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OfFour(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            // Putting halves together by Vector128.Create goes through memory.
            Vector128<float> ab = Sse.Shuffle(a, b, 0b01_00_01_00) + Sse.Shuffle(a, b, 0b11_10_11_10);
            Vector128<float> cd = Sse.Shuffle(c, d, 0b01_00_01_00) + Sse.Shuffle(c, d, 0b11_10_11_10);
            return Sse.Shuffle(ab, cd, 0b10_00_10_00) + Sse.Shuffle(ab, cd, 0b11_01_11_01);
        }

        return Vector128.Create(Of(a), Of(b), Of(c), Of(d));
    }

    /// <summary>The sums of sixteen consecutive groups of four, each by the tree of <see cref="Of(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OfSixteen(ref float lanes)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(
                Vector256.Create(FourFrom(ref lanes), FourFrom(ref Unsafe.Add(ref lanes, 16))),
                Vector256.Create(FourFrom(ref Unsafe.Add(ref lanes, 32)), FourFrom(ref Unsafe.Add(ref lanes, 48))));
        }

        // Quarter l of each vector holds the group 4 k + l of vector k, and that of the result the sums of these four.
        Vector512<float> a = Vector512.LoadUnsafe(ref lanes), b = Vector512.LoadUnsafe(ref lanes, 16);
        Vector512<float> c = Vector512.LoadUnsafe(ref lanes, 32), d = Vector512.LoadUnsafe(ref lanes, 48);
        Vector512<float> ab = Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);
        Vector512<float> cd = Avx512F.Shuffle(c, d, 0b01_00_01_00) + Avx512F.Shuffle(c, d, 0b11_10_11_10);
        Vector512<float> sums = Avx512F.Shuffle(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle(ab, cd, 0b11_01_11_01);
        return Vector512.Shuffle(sums, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FourFrom(ref float lanes) => OfFour(
        Vector128.LoadUnsafe(ref lanes),
        Vector128.LoadUnsafe(ref lanes, 4),
        Vector128.LoadUnsafe(ref lanes, 8),
        Vector128.LoadUnsafe(ref lanes, 12));
}

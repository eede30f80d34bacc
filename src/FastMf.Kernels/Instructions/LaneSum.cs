using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>The lower part of the summation tree that all widths share.</summary>
internal static class LaneSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector256<float> lanes) => Of(lanes.GetUpper() + lanes.GetLower());

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
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Instructions;

/// <summary>The lower part of the summation tree that all widths share.</summary>
internal static class LaneSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector256<float> lanes) => Of(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector128<float> lanes)
    {
        Vector128<float> pairs = lanes + Vector128.Shuffle(lanes, Vector128.Create(2, 3, 0, 1));
        return pairs.GetElement(0) + pairs.GetElement(1);
    }
}

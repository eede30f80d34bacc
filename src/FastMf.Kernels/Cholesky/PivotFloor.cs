using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// What the four pivots of a strip must exceed: a small share of the diagonal elements that they are the rests of. Below it a rest is
/// rounding error, and a singular matrix would pass for a positive definite one with a huge, meaningless solution.
/// </summary>
internal readonly struct PivotFloor
{
    /// <summary>2^-20: 16 roundings of the diagonal element.</summary>
    private const float Share = 1f / (1 << 20);

    public readonly float Floor0, Floor1, Floor2, Floor3;

    private PivotFloor(float floor0, float floor1, float floor2, float floor3) =>
        (Floor0, Floor1, Floor2, Floor3) = (floor0, floor1, floor2, floor3);

    /// <summary>Reads the diagonal of the block at <paramref name="a"/> before anything is subtracted from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PivotFloor Of(ref float a, int stride) => new(
        a * Share,
        Unsafe.Add(ref a, stride + 1) * Share,
        Unsafe.Add(ref a, 2 * (stride + 1)) * Share,
        Unsafe.Add(ref a, 3 * (stride + 1)) * Share);
}

using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Cholesky;

/// <summary>
/// What pivots must exceed: a small share of the diagonal elements that they are the rests of. Below it a rest is rounding error, and a
/// singular matrix would pass for a positive definite one with a huge, meaningless solution.
/// </summary>
internal static class PivotFloor
{
    /// <summary>2^-20: 16 roundings of the diagonal element.</summary>
    public const float Share = 1f / (1 << 20);

    /// <summary>Reads the diagonal of <paramref name="a"/> before anything is subtracted from it.</summary>
    public static void Fill(ref float a, int stride, Span<float> floors)
    {
        for (int i = 0; i < floors.Length; i++)
        {
            // max(NaN, 0) is NaN, which no pivot exceeds either.
            floors[i] = MathF.Max(Unsafe.Add(ref a, i * (stride + 1)) * Share, 0);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Dot;

/// <summary>Adds the accumulators of a row of a known number of vectors, as <see cref="DotKernel{TOps, TVector}"/> does.</summary>
internal static class ChunkSum<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>The sum but for its last two levels, of up to four accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFour(TVector s0, TVector s1, TVector s2, TVector s3)
    {
        if (TOps.Count == 16)
        {
            TVector sum = TCount.Count switch
            {
                1 => s0,
                2 => TOps.Add(s0, s1),
                3 => TOps.Add(TOps.Add(s0, s1), s2),
                _ => TOps.Add(TOps.Add(s0, s1), TOps.Add(s2, s3)),
            };
            return TOps.SumToFour(sum, default, default, default);
        }

        // A chunk of 16 is two vectors of 8, or all four of 4.
        return TOps.Count == 8 && TCount.Count == 4
            ? TOps.SumToFour(TOps.Add(s0, s2), TOps.Add(s1, s3), default, default)
            : TOps.SumToFour(s0, s1, s2, s3);
    }
}

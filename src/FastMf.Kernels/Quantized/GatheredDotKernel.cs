using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Quantized;

/// <summary>Dot products of scattered rows with one vector; later rows are prefetched, since each is a cache miss of its own.</summary>
internal static class GatheredDotKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows on their way from memory at a time: about the ten lines that a core can wait for, at 4 lines a row.</summary>
    private const int PrefetchDistance = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        for (int i = 0; i < Math.Min(PrefetchDistance, indexes.Length); i++)
        {
            Prefetch(ref rows.Origin(indexes[i]), rows.Stride);
        }

        for (int i = 0; i < indexes.Length; i++)
        {
            if (i + PrefetchDistance < indexes.Length)
            {
                Prefetch(ref rows.Origin(indexes[i + PrefetchDistance]), rows.Stride);
            }

            result[i] = DotKernel<TOps, TVector>.Dot(ref start, ref rows.Origin(indexes[i]), rows.Stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(ref float row, int stride)
    {
        for (int i = 0; i < stride; i += 16)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, i));
        }
    }
}

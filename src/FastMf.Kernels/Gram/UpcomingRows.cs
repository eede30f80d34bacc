using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Gram;

/// <summary>Prefetches rows that will be gathered next: the gather would be bound by latency otherwise.</summary>
internal static class UpcomingRows
{
    /// <summary>Prefetches the first rows of <paramref name="next"/>, all their lines, and removes them from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Prefetch(in FactorView rows, ref ReadOnlySpan<int> next, int count)
    {
        ref float origin = ref rows.Origin(0);
        nint stride = rows.Stride;
        count = Math.Min(count, next.Length);
        foreach (int row in next[..count])
        {
            ref float line = ref Unsafe.Add(ref origin, row * stride);
            ref float end = ref Unsafe.Add(ref line, rows.Width);
            for (; Unsafe.IsAddressLessThan(ref line, ref end); line = ref Unsafe.Add(ref line, 16))
            {
                Hardware.PrefetchFar(ref line);
            }
        }

        next = next[count..];
    }
}

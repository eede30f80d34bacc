using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Dot;

/// <summary>What is done with products of rows on the way to a ranking.</summary>
internal static class ScoreKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>values[i] = (constant + offsets[i]) + values[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOffsets(Span<float> values, ReadOnlySpan<float> offsets, float constant)
    {
        ref float value = ref MemoryMarshal.GetReference(values);
        ref float offset = ref MemoryMarshal.GetReference(offsets);
        TVector constants = TOps.Broadcast(constant);
        int i = 0;
        for (; i + TOps.Count <= values.Length; i += TOps.Count)
        {
            TVector added = TOps.Add(constants, TOps.Load(ref Unsafe.Add(ref offset, i)));
            TOps.Store(TOps.Add(added, TOps.Load(ref Unsafe.Add(ref value, i))), ref Unsafe.Add(ref value, i));
        }

        for (; i < values.Length; i++)
        {
            Unsafe.Add(ref value, i) = constant + Unsafe.Add(ref offset, i) + Unsafe.Add(ref value, i);
        }
    }

    /// <summary>How many numbers are above a threshold: the rank of a score among others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountAbove(ReadOnlySpan<float> values, float threshold)
    {
        ref float value = ref MemoryMarshal.GetReference(values);
        TVector thresholds = TOps.Broadcast(threshold);
        int count = 0;
        int i = 0;
        for (; i + TOps.Count <= values.Length; i += TOps.Count)
        {
            count += TOps.CountAbove(TOps.Load(ref Unsafe.Add(ref value, i)), thresholds);
        }

        for (; i < values.Length; i++)
        {
            count += Unsafe.Add(ref value, i) > threshold ? 1 : 0;
        }

        return count;
    }
}

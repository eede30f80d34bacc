using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Instructions;

/// <summary>What this processor offers; the only place, with the lanes beside it, that names instruction sets.</summary>
internal static class Hardware
{
    /// <summary>The widest level that this processor executes without emulation.</summary>
    public static SimdLevel BestLevel
    {
        get
        {
            if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            {
                return SimdLevel.Vector512;
            }

            if (Avx2.IsSupported && Fma.IsSupported)
            {
                return SimdLevel.Vector256;
            }

            return AdvSimd.IsSupported ? SimdLevel.Vector128Fused : SimdLevel.Vector128;
        }
    }

    /// <summary>Prefetches the cache line at <paramref name="address"/> into all levels; never faults, whatever the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref address));
        }
    }

    /// <summary>The same into the second-level cache: for data of which there is too much to keep in the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchFar(ref float address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(Unsafe.AsPointer(ref address));
        }
    }

    /// <summary>
    /// sum + value^2. The square of a float is exact as a double, so multiplied and added in one or in two instructions it has the same
    /// bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddSquare(double sum, float value) =>
        Fma.IsSupported ? Math.FusedMultiplyAdd(value, (double)value, sum) : sum + (double)value * value;
}

using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>The cache lines of a row; without a loop where their number is known, because that would be a tenth of the instructions of an update.</summary>
internal static class RowLines<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>Asks for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref float row, int stride)
    {
        if (TCount.Count == 0)
        {
            for (nint i = 0; i < stride; i += 16)
            {
                Hardware.Prefetch(ref Unsafe.Add(ref row, i));
            }

            return;
        }

        Hardware.Prefetch(ref row);
        if (TCount.Count * TOps.Count > 16)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 16));
        }

        if (TCount.Count * TOps.Count > 32)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 32));
        }

        if (TCount.Count * TOps.Count > 48)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 48));
        }

        if (TCount.Count * TOps.Count > 64)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 64));
        }

        if (TCount.Count * TOps.Count > 80)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 80));
        }

        if (TCount.Count * TOps.Count > 96)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 96));
        }

        if (TCount.Count * TOps.Count > 112)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref row, 112));
        }
    }
}

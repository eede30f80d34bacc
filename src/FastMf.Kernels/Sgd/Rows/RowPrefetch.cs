using System.Runtime.CompilerServices;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd.Rows;

/// <summary>
/// Prefetches the cache lines of a row; without a loop where their number is known, because that would be a tenth of the instructions of an
/// update.
/// </summary>
internal static class RowPrefetch<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>A row and its state.</summary>
    /// <param name="states">All states.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="offset">The row's number times <see cref="RowState.Bytes"/>.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchWithState(RowState* states, ref float rows, nint offset, int stride)
    {
        Hardware.Prefetch(ref *(float*)((byte*)states + offset));
        Prefetch(ref Unsafe.AddByteOffset(ref rows, offset * (stride * sizeof(float) / RowState.Bytes)), stride);
    }

    /// <summary>A row alone.</summary>
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

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// Sum of (r - clamp(mu + b_u + b_i + p.q))^2 over the ratings of a block. Nothing is written, so the processor works on as many
/// ratings at once as it has room for.
/// </summary>
internal static class ErrorKernel<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>How many ratings ahead the item's row is asked for; the user's is the same as before most of the time.</summary>
    private const int PrefetchDistance = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Sum(in PredictionBlock block, ReadOnlySpan<BlockSample> samples)
    {
        int stride = TCount.Count > 0 ? TCount.Count * TOps.Count : block.Users.Stride;
        ref BlockSample sample = ref MemoryMarshal.GetReference(samples);
        ref float users = ref block.Users.Origin(0);
        ref float items = ref block.Items.Origin(0);
        ref float userBiases = ref MemoryMarshal.GetReference(block.UserBiases);
        ref float itemBiases = ref MemoryMarshal.GetReference(block.ItemBiases);
        float mean = block.Mean;
        float minimum = block.Minimum;
        float maximum = block.Maximum;
        double squares = 0;
        for (int n = 0; n < samples.Length; n++)
        {
            ref float next = ref Unsafe.Add(
                ref items, (nint)Unsafe.Add(ref sample, Math.Min(n + PrefetchDistance, samples.Length - 1)).ItemOffset * stride);
            for (int i = 0; i < stride; i += 16)
            {
                Hardware.Prefetch(ref Unsafe.Add(ref next, i));
            }

            BlockSample current = Unsafe.Add(ref sample, n);
            SgdRow<TOps, TVector, TCount> rows = default;
            float dot = rows.LoadAndMultiply(
                ref Unsafe.Add(ref users, (nint)current.UserOffset * stride), ref Unsafe.Add(ref items, (nint)current.ItemOffset * stride), stride);
            float score = mean + Unsafe.Add(ref userBiases, (nint)current.UserOffset) + Unsafe.Add(ref itemBiases, (nint)current.ItemOffset) + dot;
            float prediction = score < minimum ? minimum : score > maximum ? maximum : score;
            double error = (double)current.Value - prediction;
            squares += error * error;
        }

        return squares;
    }
}

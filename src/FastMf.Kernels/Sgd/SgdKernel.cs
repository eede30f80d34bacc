using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// Biased SGD, one rating after the other. With d the loss's descent (for squared errors e = r - mu - b_u - b_i - p.q) and step widths
/// g, h: b_u += h (d - l b_u), b_i += h (d - l b_i), p += g (d q - l p), q += g (d p - l q), each with its own regularization l,
/// where q's step uses the new p (sequential) or the old one (simultaneous). The adaptive rule divides the steps of a row by the root
/// of its s, cuts d off at that root, and then adds d^2 to s.
/// </summary>
/// <remarks>
/// Nothing of a sample depends on the one before it unless they share a row, so the processor overlaps several; what counts is the
/// number of instructions. Hence the loss, the layout of the samples and the vectors of a row are types.
/// </remarks>
internal static class SgdKernel<TOps, TVector, TCount, TLoss, TSample>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
    where TLoss : struct, ISgdLoss
    where TSample : struct, ISgdSample
{
    /// <summary>How many ratings ahead the rows are asked for: about one memory latency at 10 ns a rating.</summary>
    private const int PrefetchDistance = 8;

    /// <summary>Updates the model by every sample in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static SgdSums Update(SgdModel model, ReadOnlySpan<TSample> samples, in SgdStep step)
    {
        int stride = TCount.Count > 0 ? TCount.Count * TOps.Count : model.Users.Stride;
        ref TSample sample = ref MemoryMarshal.GetReference(samples);
        ref float users = ref model.Users.Origin(0);
        ref float items = ref model.Items.Origin(0);
        ref RowState userStates = ref MemoryMarshal.GetReference(model.UserStates);
        ref RowState itemStates = ref MemoryMarshal.GetReference(model.ItemStates);
        var rates = Vector128.Create(step.LearningRate, step.BiasLearningRate, step.LearningRate, step.BiasLearningRate);
        LossSums sums = default;
        for (int n = 0; n < samples.Length; n++)
        {
            TSample next = Unsafe.Add(ref sample, Math.Min(n + PrefetchDistance, samples.Length - 1));
            Prefetch(ref Unsafe.Add(ref users, (nint)next.User * stride), ref Unsafe.Add(ref items, (nint)next.Item * stride), stride);

            TSample current = Unsafe.Add(ref sample, n);
            ref float p = ref Unsafe.Add(ref users, (nint)current.User * stride);
            ref float q = ref Unsafe.Add(ref items, (nint)current.Item * stride);
            ref RowState user = ref Unsafe.Add(ref userStates, (nint)current.User);
            ref RowState item = ref Unsafe.Add(ref itemStates, (nint)current.Item);

            var states = new SgdSteps(ref user, ref item, rates, step.Adaptive);
            SgdRow<TOps, TVector, TCount> rows = default;
            float dot = rows.LoadAndMultiply(ref p, ref q, stride);
            float rest = current.Value - (step.Mean + user.Bias + item.Bias);
            float descent = TLoss.Descent(rest, current.Value, dot, step.Limit, ref sums);
            Vector128<float> steps = states.Apply(descent);
            rows.Step(ref p, ref q, stride, steps, states.Keep, step.Simultaneous);
            if (step.NonNegative)
            {
                Project(ref p, ref q, stride);
            }
        }

        return new SgdSums(typeof(TLoss) == typeof(SquaredLoss) ? sums.Squares : sums.Loss, sums.Squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Project(ref float p, ref float q, int stride)
    {
        for (nint i = 0; i < stride; i += TOps.Count)
        {
            TOps.Store(TOps.Max(TOps.Load(ref Unsafe.Add(ref p, i)), default), ref Unsafe.Add(ref p, i));
            TOps.Store(TOps.Max(TOps.Load(ref Unsafe.Add(ref q, i)), default), ref Unsafe.Add(ref q, i));
        }
    }

    /// <summary>Asks for both rows; for rows of few vectors without a loop, which would be a tenth of the instructions of an update.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(ref float p, ref float q, int stride)
    {
        PrefetchLine(ref p, ref q, 0);
        if (TCount.Count == 0)
        {
            for (nint i = 16; i < stride; i += 16)
            {
                PrefetchLine(ref p, ref q, i);
            }

            return;
        }

        if (TCount.Count * TOps.Count > 16)
        {
            PrefetchLine(ref p, ref q, 16);
        }

        if (TCount.Count * TOps.Count > 32)
        {
            PrefetchLine(ref p, ref q, 32);
        }

        if (TCount.Count * TOps.Count > 48)
        {
            PrefetchLine(ref p, ref q, 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchLine(ref float p, ref float q, nint offset)
    {
        Hardware.Prefetch(ref Unsafe.Add(ref p, offset));
        Hardware.Prefetch(ref Unsafe.Add(ref q, offset));
    }
}

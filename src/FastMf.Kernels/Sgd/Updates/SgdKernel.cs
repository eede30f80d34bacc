using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd.Losses;
using FastMf.Kernels.Sgd.Rows;

namespace FastMf.Kernels.Sgd.Updates;

/// <summary>
/// Biased SGD, one rating after the other. With d the negative derivative of half the loss (for squared errors e = r - mu - b_u - b_i -
/// p.q) and learning rates g, h: b_u += h (d - l b_u), b_i += h (d - l b_i), p += g (d q - l p), q += g (d p - l q), each with its own
/// regularization l, where q's step uses the new p (sequential) or the old one (simultaneous). The adaptive rule divides the steps of a row
/// by the root of its s, cuts d off at that root, and then adds d^2 to s.
/// </summary>
/// <remarks>
/// Nothing of a sample depends on the one before it unless they share a row, so the processor overlaps several; what counts is the
/// number of instructions that it has to hold meanwhile. Hence the loss, the rule, the layout of the samples and the vectors of a row
/// are types. The kernel is not to be inlined into its dispatch: there it would exceed the compiler's budget, and be called in pieces.
/// </remarks>
internal static class SgdKernel<TOps, TVector, TCount, TLoss, TRule, TSample>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
    where TLoss : struct, ISgdLoss
    where TRule : struct, StepRule.IStepRule
    where TSample : struct, ISgdSample
{
    /// <summary>How many ratings ahead rows and states are prefetched: about one memory latency at 10 ns a rating.</summary>
    private const int PrefetchDistance = 16;

    /// <summary>Updates the model by every sample in order.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="upcoming">What the next call will start with, prefetched.</param>
    /// <param name="step">The constants.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe SgdSums Update(SgdModel model, ReadOnlySpan<TSample> samples, ReadOnlySpan<TSample> upcoming, in SgdStep step)
    {
        int stride = TCount.Count > 0 ? TCount.Count * TOps.Count : model.Users.Stride;
        int rowStates = stride * sizeof(float) / RowState.Bytes;
        ref TSample sample = ref MemoryMarshal.GetReference(samples);
        ref float users = ref model.Users.Origin(0);
        ref float items = ref model.Items.Origin(0);
        float mean = step.Mean;
        var rates = Vector128.Create(step.LearningRate, step.BiasLearningRate, step.LearningRate, step.BiasLearningRate);
        LossSums sums = default;
        PrefetchSamples(upcoming);

        // Two segments: the last samples prefetch the upcoming ones, if there are enough of those, or themselves.
        int direct = Math.Max(0, samples.Length - PrefetchDistance);
        ref TSample ahead = ref Unsafe.Add(ref sample, samples.Length - direct);
        fixed (RowState* userStates = model.UserStates, itemStates = model.ItemStates)
        {
            for (int first = 0, end = direct; first < samples.Length; (first, end) = (end, samples.Length))
            {
                if (first == direct)
                {
                    ahead = ref upcoming.Length >= PrefetchDistance
                        ? ref MemoryMarshal.GetReference(upcoming)
                        : ref Unsafe.Add(ref sample, first);
                }

                ref TSample current = ref Unsafe.Add(ref sample, first);
                ref TSample last = ref Unsafe.Add(ref sample, end);
                for (; Unsafe.IsAddressLessThan(ref current, ref last);
                    current = ref Unsafe.Add(ref current, 1), ahead = ref Unsafe.Add(ref ahead, 1))
                {
                    RowPrefetch<TOps, TVector, TCount>.PrefetchWithState(userStates, ref users, ahead.User * (nint)RowState.Bytes, stride);
                    RowPrefetch<TOps, TVector, TCount>.PrefetchWithState(itemStates, ref items, ahead.Item * (nint)RowState.Bytes, stride);

                    nint userOffset = current.User * (nint)RowState.Bytes;
                    nint itemOffset = current.Item * (nint)RowState.Bytes;
                    var user = (RowState*)((byte*)userStates + userOffset);
                    var item = (RowState*)((byte*)itemStates + itemOffset);
                    ref float p = ref Unsafe.AddByteOffset(ref users, userOffset * rowStates);
                    ref float q = ref Unsafe.AddByteOffset(ref items, itemOffset * rowStates);

                    var states = new SgdSteps(user, item, rates, TRule.Adaptive(step));
                    SgdRow<TOps, TVector, TCount> rows = default;
                    float dot = rows.LoadAndMultiply(ref p, ref q, stride);
                    float rest = current.Value - (mean + user->Bias + item->Bias);
                    float descent = TLoss.Descent(rest, current.Value, dot, step.Limit, ref sums);
                    Vector128<float> steps = states.Apply(descent);
                    rows.Step(ref p, ref q, stride, steps, states.Keep, TRule.Simultaneous(step));
                    if (TRule.NonNegative(step))
                    {
                        Project(ref p, ref q, stride);
                    }
                }
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

    /// <summary>Prefetches the first samples of the next call; the rest of them the processor foresees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchSamples(ReadOnlySpan<TSample> upcoming)
    {
        int perLine = 64 / Unsafe.SizeOf<TSample>();
        int count = Math.Min(upcoming.Length, 16 * perLine);
        for (int i = 0; i < count; i += perLine)
        {
            Hardware.Prefetch(ref Unsafe.As<TSample, float>(ref Unsafe.Add(ref MemoryMarshal.GetReference(upcoming), i)));
        }
    }
}

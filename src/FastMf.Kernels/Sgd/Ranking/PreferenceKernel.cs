using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd.Losses;
using FastMf.Kernels.Sgd.Rows;

namespace FastMf.Kernels.Sgd.Ranking;

/// <summary>
/// Bayesian personalized ranking (Rendle et al. 2009). For a user with factors p who prefers item i to item j, x = b_i - b_j +
/// p.(q_i - q_j), loss -2 ln (1 / (1 + exp(-x))), d = 1 / (1 + exp(x)) and learning rates g: p += g (d (q_i - q_j) - l p),
/// q_i += g (d p - l q_i), q_j += g (-d p - l q_j), all from the old p; biases alike, the user's has no part in an order.
/// </summary>
internal static class PreferenceKernel<TOps, TVector, TCount>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
    where TCount : struct, VectorCount.IVectorCount
{
    /// <summary>
    /// How many comparisons ahead rows and states are prefetched; the negative item is any, so it is often not in the first two caches.
    /// </summary>
    private const int PrefetchDistance = 8;

    /// <summary>Comparisons of which the product of 1 + exp(-|x|), at most 2 each, is a double.</summary>
    private const int MostOfProduct = 1000;

    public static SgdSums Update(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        var sums = default(SgdSums);
        for (int first = 0; first < samples.Length; first += MostOfProduct)
        {
            sums += UpdateSome(model, samples.Slice(first, Math.Min(MostOfProduct, samples.Length - first)), step);
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe SgdSums UpdateSome(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        int stride = TCount.Count > 0 ? TCount.Count * TOps.Count : model.Users.Stride;
        var rates = Vector128.Create(step.LearningRate, 0, step.LearningRate, step.BiasLearningRate);
        var ratesOfNegative = Vector128.Create(step.LearningRate, step.BiasLearningRate, step.LearningRate, step.BiasLearningRate);
        bool adaptive = step.Adaptive;
        int rowStates = stride * sizeof(float) / RowState.Bytes;
        ref float userRows = ref model.Users.Origin(0);
        ref float itemRows = ref model.Items.Origin(0);
        ref PreferenceSample first = ref MemoryMarshal.GetReference(samples);
        double sum = 0;
        double product = 1;
        double squares = 0;
        fixed (RowState* users = model.UserStates, items = model.ItemStates)
        {
            for (int n = 0; n < samples.Length; n++)
            {
                ref PreferenceSample ahead = ref Unsafe.Add(ref first, Math.Min(n + PrefetchDistance, samples.Length - 1));
                RowPrefetch<TOps, TVector, TCount>.PrefetchWithState(users, ref userRows, ahead.User * (nint)RowState.Bytes, stride);
                RowPrefetch<TOps, TVector, TCount>.PrefetchWithState(items, ref itemRows, ahead.Preferred * (nint)RowState.Bytes, stride);
                RowPrefetch<TOps, TVector, TCount>.PrefetchWithState(items, ref itemRows, ahead.Negative * (nint)RowState.Bytes, stride);

                ref PreferenceSample sample = ref Unsafe.Add(ref first, n);
                nint userOffset = sample.User * (nint)RowState.Bytes;
                nint preferredOffset = sample.Preferred * (nint)RowState.Bytes;
                nint negativeOffset = sample.Negative * (nint)RowState.Bytes;
                var user = (RowState*)((byte*)users + userOffset);
                var preferred = (RowState*)((byte*)items + preferredOffset);
                var negative = (RowState*)((byte*)items + negativeOffset);
                ref float p = ref Unsafe.AddByteOffset(ref userRows, userOffset * rowStates);
                ref float u = ref Unsafe.AddByteOffset(ref itemRows, preferredOffset * rowStates);
                ref float d = ref Unsafe.AddByteOffset(ref itemRows, negativeOffset * rowStates);

                // Both halves of the second are the negative item: they are stored to the same place, twice the same.
                var up = new SgdSteps(user, preferred, rates, adaptive);
                var down = new SgdSteps(negative, negative, ratesOfNegative, adaptive);
                PreferenceRows<TOps, TVector, TCount> rows = default;
                float x = preferred->Bias - negative->Bias + rows.LoadAndCompare(ref p, ref u, ref d, stride);

                // The loss is 2 (max(-x, 0) + ln (1 + exp(-|x|))), 2 max(-x, 0) = |x| - x; one logarithm of the product serves all
                // comparisons.
                float descent = Logistic.ProbabilityAndExponential(-x, out float t);
                sum += MathF.Abs(x) - x;
                product *= 1 + (double)t;
                squares += (double)descent * descent;
                rows.Step(ref p, ref u, ref d, stride, new(up.Apply(descent), up.Keep, down.Apply(-descent), down.Keep));
            }
        }

        return new SgdSums(sum + 2 * Logistic.Logarithm(product), squares);
    }
}

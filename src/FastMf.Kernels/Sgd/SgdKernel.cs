using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// Biased SGD, one rating after the other. With e = r - mu - b_u - b_i - p.q and step width g:
/// b_u += g (e - l b_u), b_i += g (e - l b_i), p += g (e q - l p), q += g (e p - l q), each with its own regularization l,
/// where q's step uses the new p (sequential) or the old one (simultaneous).
/// </summary>
internal static class SgdKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>How many ratings ahead the rows are asked for: about one memory latency at 20 ns a rating.</summary>
    private const int PrefetchDistance = 6;

    /// <summary>Updates the model by every sample in order; returns the sum of the squared errors e before the updates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Update(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step)
    {
        int stride = model.Users.Stride;
        ref SgdSample sample = ref MemoryMarshal.GetReference(samples);
        ref float userBiases = ref MemoryMarshal.GetReference(model.UserBiases);
        ref float itemBiases = ref MemoryMarshal.GetReference(model.ItemBiases);
        float userDecay = 1 - step.LearningRate * step.UserFactorRegularization;
        float itemDecay = 1 - step.LearningRate * step.ItemFactorRegularization;
        float userBiasDecay = 1 - step.BiasLearningRate * step.UserBiasRegularization;
        float itemBiasDecay = 1 - step.BiasLearningRate * step.ItemBiasRegularization;
        double squares = 0;
        for (int n = 0; n < samples.Length; n++)
        {
            PrefetchRows(model, Unsafe.Add(ref sample, Math.Min(n + PrefetchDistance, samples.Length - 1)));
            (int user, int item, float value) = Unsafe.Add(ref sample, n);
            ref float p = ref model.Users.Origin(user);
            ref float q = ref model.Items.Origin(item);
            ref float userBias = ref Unsafe.Add(ref userBiases, user);
            ref float itemBias = ref Unsafe.Add(ref itemBiases, item);

            float e = value - step.Mean - userBias - itemBias - DotKernel<TOps, TVector>.Dot(ref p, ref q, stride);
            squares += (double)e * e;
            userBias = TOps.MultiplyAdd(step.BiasLearningRate, e, userBiasDecay * userBias);
            itemBias = TOps.MultiplyAdd(step.BiasLearningRate, e, itemBiasDecay * itemBias);
            Step(ref p, ref q, stride, step.LearningRate * e, userDecay, itemDecay, step.Simultaneous);
        }

        return squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref float p, ref float q, int stride, float scaledError, float userDecay, float itemDecay, bool simultaneous)
    {
        TVector error = TOps.Broadcast(scaledError);
        TVector keepUser = TOps.Broadcast(userDecay);
        TVector keepItem = TOps.Broadcast(itemDecay);
        for (int i = 0; i < stride; i += TOps.Count)
        {
            TVector oldP = TOps.Load(ref Unsafe.Add(ref p, i));
            TVector oldQ = TOps.Load(ref Unsafe.Add(ref q, i));
            TVector newP = TOps.MultiplyAdd(error, oldQ, TOps.Multiply(keepUser, oldP));
            TVector newQ = TOps.MultiplyAdd(error, simultaneous ? oldP : newP, TOps.Multiply(keepItem, oldQ));
            TOps.Store(newP, ref Unsafe.Add(ref p, i));
            TOps.Store(newQ, ref Unsafe.Add(ref q, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(SgdModel model, SgdSample next)
    {
        for (int i = 0; i < model.Users.Stride; i += 16)
        {
            Hardware.Prefetch(ref Unsafe.Add(ref model.Users.Origin(next.User), i));
            Hardware.Prefetch(ref Unsafe.Add(ref model.Items.Origin(next.Item), i));
        }
    }
}

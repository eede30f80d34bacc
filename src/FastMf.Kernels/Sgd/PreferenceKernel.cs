using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels.Dot;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// Bayesian personalized ranking (Rendle et al. 2009). For a user with factors p who prefers item i to item j, x = b_i - b_j +
/// p.(q_i - q_j), loss -2 ln (1 / (1 + exp(-x))), d = 1 / (1 + exp(x)) and step widths g: p += g (d (q_i - q_j) - l p),
/// q_i += g (d p - l q_i), q_j += g (-d p - l q_j), all from the old p; biases alike, the user's has no part in an order.
/// </summary>
internal static class PreferenceKernel<TOps, TVector>
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe SgdSums Update(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        int stride = model.Users.Stride;
        var rates = Vector128.Create(step.LearningRate, 0, step.LearningRate, step.BiasLearningRate);
        RowState none = default;
        double loss = 0;
        double squares = 0;
        fixed (RowState* users = model.UserStates, items = model.ItemStates)
        {
            foreach (PreferenceSample sample in samples)
            {
                ref float p = ref model.Users.Origin(sample.User);
                ref float preferred = ref model.Items.Origin(sample.Preferred);
                ref float other = ref model.Items.Origin(sample.Other);
                RowState* ofPreferred = items + sample.Preferred;
                RowState* ofOther = items + sample.Other;
                var first = new SgdSteps(users + sample.User, ofPreferred, rates, step.Adaptive);
                var second = new SgdSteps(&none, ofOther, rates, step.Adaptive);

                float x = ofPreferred->Bias - ofOther->Bias
                    + (DotKernel<TOps, TVector>.Dot(ref p, ref preferred, stride) - DotKernel<TOps, TVector>.Dot(ref p, ref other, stride));
                float descent = Logistic.Probability(-x, out float halfLoss);
                loss += 2 * (double)halfLoss;
                squares += (double)descent * descent;

                Vector128<float> steps = first.Apply(descent);
                Vector128<float> stepsDown = second.Apply(-descent);
                Step(ref p, ref preferred, ref other, stride, steps, first.Keep, stepsDown.GetElement(2), second.Keep.GetElement(2));
            }
        }

        return new SgdSums(loss, squares);
    }

    /// <summary>Steps the three rows; <paramref name="stepDown"/> is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref float p, ref float preferred, ref float other, int stride, Vector128<float> steps, Vector128<float> keep, float stepDown, float keepDown)
    {
        TVector stepOfUser = TOps.Broadcast(steps.GetElement(0));
        TVector stepOfPreferred = TOps.Broadcast(steps.GetElement(2));
        TVector stepOfOther = TOps.Broadcast(stepDown);
        TVector keepOfUser = TOps.Broadcast(keep.GetElement(0));
        TVector keepOfPreferred = TOps.Broadcast(keep.GetElement(2));
        TVector keepOfOther = TOps.Broadcast(keepDown);
        for (nint i = 0; i < stride; i += TOps.Count)
        {
            TVector oldP = TOps.Load(ref Unsafe.Add(ref p, i));
            TVector up = TOps.Load(ref Unsafe.Add(ref preferred, i));
            TVector down = TOps.Load(ref Unsafe.Add(ref other, i));
            TVector newP = TOps.MultiplyAdd(stepOfUser, up, TOps.MultiplySubtract(stepOfUser, down, TOps.Multiply(keepOfUser, oldP)));
            TOps.Store(newP, ref Unsafe.Add(ref p, i));
            TOps.Store(TOps.MultiplyAdd(stepOfPreferred, oldP, TOps.Multiply(keepOfPreferred, up)), ref Unsafe.Add(ref preferred, i));
            TOps.Store(TOps.MultiplyAdd(stepOfOther, oldP, TOps.Multiply(keepOfOther, down)), ref Unsafe.Add(ref other, i));
        }
    }
}

using FastMf.Kernels.Sgd;

namespace FastMf.Testing.References;

/// <summary>
/// SGD in scalar float arithmetic over 16 logical lanes: one number after the other, yet the same bits as the vector kernels with
/// fused multiply-add. For the losses of <see cref="NaiveLoss.Exact"/>.
/// </summary>
public static class LaneExactSgd
{
    /// <summary>Updates the model by one sample.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="step">The constants.</param>
    /// <returns>The error before the update.</returns>
    public static float Update(SgdModel model, SgdSample sample, in SgdStep step)
    {
        Span<float> p = model.Users.PaddedRow(sample.User);
        Span<float> q = model.Items.PaddedRow(sample.Item);
        ref RowState user = ref model.UserStates[sample.User];
        ref RowState item = ref model.ItemStates[sample.Item];
        float error = sample.Value - (step.Mean + user.Bias + item.Bias) - Dot(p, q);
        float descent = NaiveLoss.Descent(step.Loss, error, step.Limit);
        (float stepOfUser, float keepOfUser) = UpdateState(ref user, descent, step);
        (float stepOfItem, float keepOfItem) = UpdateState(ref item, descent, step);
        for (int f = 0; f < p.Length; f++)
        {
            float oldP = p[f];
            p[f] = MathF.FusedMultiplyAdd(stepOfUser, q[f], keepOfUser * oldP);
            q[f] = MathF.FusedMultiplyAdd(stepOfItem, step.Simultaneous ? oldP : p[f], keepOfItem * q[f]);
        }

        for (int f = 0; step.NonNegative && f < p.Length; f++)
        {
            p[f] = Math.Max(p[f], 0);
            q[f] = Math.Max(q[f], 0);
        }

        return error;
    }

    /// <summary>x . y: chunks of 16 to accumulators 0 to 3 in turn, these as (0 + 1) + (2 + 3), and the lanes by halves.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float[][] accumulators = [new float[16], new float[16], new float[16], new float[16]];
        for (int i = 0; i < x.Length; i++)
        {
            ref float lane = ref accumulators[i / 16 % 4][i % 16];
            lane = MathF.FusedMultiplyAdd(x[i], y[i], lane);
        }

        float[] lanes = new float[16];
        for (int lane = 0; lane < 16; lane++)
        {
            lanes[lane] = accumulators[0][lane] + accumulators[1][lane] + (accumulators[2][lane] + accumulators[3][lane]);
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }

    private static (float Step, float Keep) UpdateState(ref RowState state, float descent, in SgdStep step)
    {
        float rate = step.LearningRate;
        float biasRate = step.BiasLearningRate;
        if (step.Adaptive)
        {
            float inverseRoot = BitConverter.Int32BitsToSingle(0x5F37642F - (BitConverter.SingleToInt32Bits(state.SquaredGradients) >> 1));
            float limit = state.SquaredGradients * inverseRoot;
            descent = Math.Clamp(descent, -limit, limit);
            rate *= inverseRoot;
            biasRate *= inverseRoot;
        }

        state.SquaredGradients += descent * descent;
        state.Bias = (1 - biasRate * state.BiasRegularization) * state.Bias + biasRate * descent;
        return (rate * descent, 1 - rate * state.FactorRegularization);
    }
}

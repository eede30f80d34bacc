using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class SgdLossTests
{
    private const float Limit = 0.8f;

    [SeededProperty(Runs = 400)]
    public void The_simultaneous_step_is_the_negative_gradient_of_half_the_loss(LossCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample sample = Draw(state, random, drawn.Loss);
        NaiveBiasedModel model = state.ToReference();
        model.Mean = Step(drawn.Loss).Mean;
        double margin = Math.Abs(sample.Value - model.Predict(sample.User, sample.Item));
        if (drawn.Loss is not (SgdLoss.Squared or SgdLoss.Logistic) && (margin < 0.01 || Math.Abs(margin - Limit) < 0.01))
        {
            // Finite differences across the kink say nothing about the gradient beside it.
            return;
        }

        float[] before = state.Touched(sample);
        SgdSums sums = KernelSet.Best.SgdUpdate(state.Model, [sample], Step(drawn.Loss) with { LearningRate = 1, BiasLearningRate = 1 });
        double[] negativeStep = [.. before.Zip(state.Touched(sample), (old, updated) => (double)old - updated)];
        double[] point = [.. before.Select(value => (double)value)];

        Assert.Equal(LossAt(model, sample, point, drawn.Loss), sums.Loss, 1e-5 * (1 + sums.Loss));
        double error = GradientCheck.LargestError(
            x => LossAt(model, sample, x, drawn.Loss) / 2 + Penalty(model, sample), point, negativeStep);
        Assert.InRange(error, 0, 1e-4);
    }

    [SeededProperty(Runs = 400)]
    public void Every_loss_and_layout_equals_the_scalar_reference(SgdAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        SgdLoss loss = NaiveLoss.Exact[random.NextInt32(NaiveLoss.Exact.Count)];
        SgdStep step = Step(loss) with
        {
            Adaptive = random.NextInt32(2) == 0,
            Simultaneous = random.NextInt32(2) == 0,
            NonNegative = random.NextInt32(2) == 0,
        };
        using SgdCase whole = drawn.Place();
        using SgdCase blocked = drawn.Place();
        using SgdCase scalar = drawn.Place();
        SgdSample[] samples = whole.DrawSamples(random, drawn.Samples);

        SgdSums sums = KernelSet.For(drawn.Level).SgdUpdate(whole.Model, samples, step);
        Assert.Equal(sums, KernelSet.For(drawn.Level).SgdUpdate(blocked.Model, SgdCase.ToBlock(samples), step));
        foreach (SgdSample sample in samples)
        {
            LaneExactSgd.Update(scalar.Model, sample, step);
        }

        Assert.Equal(whole.AllParameters(), blocked.AllParameters());
        float tolerance = drawn.Level == SimdLevel.Vector128 ? 1e-3f : 0;
        Assert.All(scalar.AllParameters().Zip(whole.AllParameters()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [SeededProperty]
    public void Logistic_updates_give_the_same_bits_at_every_fused_level(SgdSizes drawn)
    {
        float[][] results =
        [
            .. new[] { SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused }.Select(level =>
            {
                using SgdCase state = drawn.Place();
                SgdSample[] samples = state.DrawSamples(drawn.Random(stream: 1), drawn.Samples);
                KernelSet.For(level).SgdUpdate(state.Model, samples, Step(SgdLoss.Logistic) with { Adaptive = true });
                return state.AllParameters();
            }),
        ];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [SeededProperty]
    public void Non_negative_factors_stay_so_and_biases_are_free(SgdSizes drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample[] samples = state.DrawSamples(random, 2 * drawn.Samples);
        KernelSet.Best.SgdUpdate(state.Model, samples, Step(SgdLoss.Squared) with { NonNegative = true });
        foreach (SgdSample sample in samples)
        {
            Assert.DoesNotContain(state.Model.Users.PaddedRow(sample.User).ToArray(), factor => factor < 0);
            Assert.DoesNotContain(state.Model.Items.PaddedRow(sample.Item).ToArray(), factor => factor < 0);
        }
    }

    [SeededProperty]
    public void No_rating_however_large_moves_a_row_by_more_than_the_learning_rate_times_the_other_row(SgdStepCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        const float Rate = 0.5f;
        using SgdCase state = drawn.Place();
        SgdSample sample = state.DrawSamples(random, count: 1)[0] with { Value = (float)Math.Pow(10, random.NextInt32(16)) };
        float[] p = state.Model.Users.Row(sample.User).ToArray();
        float[] q = state.Model.Items.Row(sample.Item).ToArray();
        foreach (ref RowState row in state.UserStates)
        {
            row.FactorRegularization = 0;
        }

        KernelSet.Best.SgdUpdate(
            state.Model, [sample], new SgdStep { LearningRate = Rate, BiasLearningRate = 0, Adaptive = true, Simultaneous = true });
        float[] moved = state.Model.Users.Row(sample.User).ToArray();
        for (int f = 0; f < p.Length; f++)
        {
            // 1 / root comes to 3.5 % twice: in the rate and in the limit.
            Assert.InRange(Math.Abs(moved[f] - p[f]), 0, 1.08 * Rate * Math.Abs(q[f]) + 1e-6);
        }
    }

    [SeededProperty]
    public void The_adaptive_rate_falls_with_the_root_of_the_squared_gradients(SgdStepCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample sample = state.DrawSamples(random, count: 1)[0];
        double s = Math.Pow(10, -2 + 10 * random.NextDouble());
        foreach (ref RowState row in state.UserStates)
        {
            row = new RowState { SquaredGradients = (float)s };
        }

        double error = sample.Value - state.ToReference().Predict(sample.User, sample.Item) + SgdCase.Mean;
        double bounded = Math.Clamp(error, -Math.Sqrt(s), Math.Sqrt(s));
        KernelSet.Best.SgdUpdate(state.Model, [sample], new SgdStep { LearningRate = 0, BiasLearningRate = 1, Adaptive = true });
        double expected = bounded / Math.Sqrt(s);
        Assert.Equal(expected, state.UserStates[sample.User].Bias, 0.08 * Math.Abs(expected) + 1e-5);
        Assert.Equal(s + bounded * bounded, state.UserStates[sample.User].SquaredGradients, 0.08 * (s + bounded * bounded));
    }

    [Fact]
    public void Huge_scores_of_the_logistic_loss_stay_finite()
    {
        using var state = new SgdCase(new SeededRandom(3), rank: 4);
        foreach (float mean in new[] { -1e30f, -100, -20, 0, 20, 100, 1e30f })
        {
            SgdSample sample = state.DrawSamples(new SeededRandom(3), count: 1)[0] with { Value = 1 };
            SgdSums sums = KernelSet.Best.SgdUpdate(
                state.Model, [sample], new SgdStep { LearningRate = 0, BiasLearningRate = 0, Mean = mean, Loss = SgdLoss.Logistic });
            Assert.InRange(sums.Squares, 0, 1);
            Assert.Equal(2 * Math.Max(0, -(double)mean), sums.Loss, 1e-5 * Math.Abs(mean) + 15);
        }
    }

    private static SgdSample Draw(SgdCase state, SeededRandom random, SgdLoss loss)
    {
        SgdSample sample = state.DrawSamples(random, count: 1)[0];
        return loss == SgdLoss.Logistic ? sample with { Value = random.NextInt32(2) } : sample;
    }

    private static double LossAt(NaiveBiasedModel model, SgdSample sample, double[] point, SgdLoss loss)
    {
        SgdCase.HalfLossAt(model, sample, point, SgdCase.Regularization);
        return NaiveLoss.Of(loss, sample.Value, model.Predict(sample.User, sample.Item), Limit);
    }

    /// <summary>Half the regularization of the rows that the sample touches, at the model as it is.</summary>
    private static double Penalty(NaiveBiasedModel model, SgdSample sample)
    {
        double e = sample.Value - model.Predict(sample.User, sample.Item);
        return model.HalfLoss(sample.User, sample.Item, sample.Value, SgdCase.Regularization) - e * e / 2;
    }

    private static SgdStep Step(SgdLoss loss) => new()
    {
        LearningRate = 0.05f,
        BiasLearningRate = 0.03f,
        Mean = loss == SgdLoss.Logistic ? 0.4f : SgdCase.Mean,
        Simultaneous = true,
        Loss = loss,
        Limit = Limit,
    };

    public sealed record LossCase([Between(1, 8)] int Users, [Between(1, 8)] int Items, [Between(1, 70)] int Rank, SgdLoss Loss, int Seed)
        : SgdSizes(Users, Items, Rank, Samples: 1, Seed);
}

using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class SgdKernelTests
{
    private static readonly NaiveRegularization Regularization = SgdCase.Regularization;

    [SeededProperty(Runs = 400)]
    public void Updates_equal_the_reference(UpdatesCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample[] samples = state.DrawSamples(random, drawn.Samples);
        NaiveBiasedModel reference = state.ToReference();
        double expected = 0;
        foreach (SgdSample sample in samples)
        {
            double e = reference.Step(sample.User, sample.Item, sample.Value, 0.05, Regularization, drawn.Simultaneous);
            expected += e * e;
        }

        double squares = KernelSet.For(drawn.Level).SgdUpdate(state.Model, samples, Step(0.05f, drawn.Simultaneous)).Squares;
        Assert.Equal(expected, squares, 1e-3 * (1 + expected));
        state.AssertClose(reference, 1e-3);
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits(SgdSizes drawn)
    {
        float[][] results =
        [
            .. new[] { SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused }.Select(level =>
            {
                using SgdCase state = drawn.Place();
                KernelSet.For(level).SgdUpdate(
                    state.Model, state.DrawSamples(drawn.Random(stream: 1), drawn.Samples), Step(0.02f, simultaneous: false));
                return state.AllParameters();
            }),
        ];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [SeededProperty(Runs = 400)]
    public void Runs_that_know_what_follows_give_the_bits_of_one_call(SgdAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase whole = drawn.Place();
        using SgdCase parts = drawn.Place();
        BlockSample[] samples = SgdCase.ToBlock(whole.DrawSamples(random, drawn.Samples));
        int cut = random.NextInt32(samples.Length + 1);
        KernelSet kernels = KernelSet.For(drawn.Level);
        SgdStep step = Step(0.02f, simultaneous: true) with { Adaptive = random.NextInt32(2) == 0 };
        kernels.SgdUpdate(whole.Model, samples, step);
        kernels.SgdUpdate(parts.Model, samples.AsSpan(0, cut), samples.AsSpan(cut), step);
        kernels.SgdUpdate(parts.Model, samples.AsSpan(cut), step);
        Assert.Equal(whole.AllParameters(), parts.AllParameters());
    }

    [SeededProperty]
    public void The_simultaneous_step_is_the_negative_gradient_of_half_the_loss(SgdStepCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample sample = state.DrawSamples(random, count: 1)[0];
        NaiveBiasedModel model = state.ToReference();

        // The step at learning rate 1 from the kernel, in the parameters the rating touches: b_u, b_i, p, q.
        float[] before = state.Touched(sample);
        KernelSet.Best.SgdUpdate(state.Model, [sample], Step(1, simultaneous: true));
        double[] negativeStep = [.. before.Zip(state.Touched(sample), (old, updated) => (double)old - updated)];

        double error = GradientCheck.LargestError(
            point => SgdCase.HalfLossAt(model, sample, point, Regularization),
            [.. before.Select(value => (double)value)],
            negativeStep);
        Assert.InRange(error, 0, 1e-4);
    }

    [SeededProperty]
    public void A_step_with_a_small_rate_lowers_the_loss(SgdStepCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();
        SgdSample sample = state.DrawSamples(random, count: 1)[0];
        double before = state.ToReference().HalfLoss(sample.User, sample.Item, sample.Value, Regularization);
        KernelSet.Best.SgdUpdate(state.Model, [sample], Step(0.002f, simultaneous: random.NextInt32(2) == 0));
        double after = state.ToReference().HalfLoss(sample.User, sample.Item, sample.Value, Regularization);
        Assert.InRange(after, 0, before + 1e-5);
    }

    [Fact]
    public void Divergence_shows_in_the_returned_sum()
    {
        using var state = new SgdCase(new SeededRandom(1), rank: 8);
        SgdSample sample = state.DrawSamples(new SeededRandom(1), count: 1)[0];
        double squares = KernelSet.Best.SgdUpdate(state.Model, [.. Enumerable.Repeat(sample, 400)], Step(50, simultaneous: false)).Squares;
        Assert.False(double.IsFinite(squares));
    }

    [Fact]
    public void A_bias_rate_of_zero_leaves_the_biases()
    {
        using var state = new SgdCase(new SeededRandom(5), rank: 8);
        float[] biases = state.Biases();
        KernelSet.Best.SgdUpdate(
            state.Model, state.DrawSamples(new SeededRandom(6), count: 30), Step(0.01f, false) with { BiasLearningRate = 0 });
        Assert.Equal(biases, state.Biases());
    }

    private static SgdStep Step(float learningRate, bool simultaneous) => new()
    {
        LearningRate = learningRate,
        BiasLearningRate = learningRate,
        Mean = SgdCase.Mean,
        Simultaneous = simultaneous,
    };

    /// <summary>Few enough updates for the rounding of each to stay small.</summary>
    public sealed record UpdatesCase(
        [Between(1, 8)] int Users,
        [Between(1, 8)] int Items,
        [Between(1, 130)] int Rank,
        [Between(0, 40)] int Samples,
        bool Simultaneous,
        SimdLevel Level,
        int Seed)
        : SgdSizes(Users, Items, Rank, Samples, Seed);
}

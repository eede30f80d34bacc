using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing;
using FastMf.Testing.Gradients;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class SgdKernelTests
{
    private static readonly NaiveRegularization Regularization = SgdCase.Regularization;

    [Theory, ClassData(typeof(SimdLevels))]
    public void Updates_equal_the_reference(SimdLevel level) => PropertyCheck.Run(random =>
    {
        using var state = new SgdCase(random, rank: 1 + random.NextInt32(130));
        bool simultaneous = random.NextInt32(2) == 0;
        SgdSample[] samples = state.DrawSamples(random, count: random.NextInt32(40));
        NaiveBiasedModel reference = state.ToReference();
        double expected = 0;
        foreach (SgdSample sample in samples)
        {
            double e = reference.Step(sample.User, sample.Item, sample.Value, 0.05, Regularization, simultaneous);
            expected += e * e;
        }

        double squares = KernelSet.For(level).SgdUpdate(state.Model, samples, Step(0.05f, simultaneous)).Squares;
        Assert.Equal(expected, squares, 1e-3 * (1 + expected));
        state.AssertClose(reference, 1e-3);
    });

    [Fact]
    public void Fused_levels_give_the_same_bits() => PropertyCheck.Run(random =>
    {
        int rank = 1 + random.NextInt32(130);
        long seed = random.NextInt32(int.MaxValue);
        float[][] results =
        [
            .. new[] { SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused }.Select(level =>
            {
                var local = new SeededRandom(seed);
                using var state = new SgdCase(local, rank);
                KernelSet.For(level).SgdUpdate(state.Model, state.DrawSamples(local, 50), Step(0.02f, simultaneous: false));
                return state.AllParameters();
            }),
        ];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    });

    [Theory, ClassData(typeof(SimdLevels))]
    public void Runs_that_know_what_follows_give_the_bits_of_one_call(SimdLevel level) => PropertyCheck.Run(random =>
    {
        int rank = 1 + random.NextInt32(130);
        long seed = random.NextInt32(int.MaxValue);
        using var whole = new SgdCase(new SeededRandom(seed), rank);
        using var parts = new SgdCase(new SeededRandom(seed), rank);
        BlockSample[] samples = SgdCase.ToBlock(whole.DrawSamples(random, count: random.NextInt32(100)));
        int cut = random.NextInt32(samples.Length + 1);
        KernelSet kernels = KernelSet.For(level);
        SgdStep step = Step(0.02f, simultaneous: true) with { Adaptive = random.NextInt32(2) == 0 };
        kernels.SgdUpdate(whole.Model, samples, step);
        kernels.SgdUpdate(parts.Model, samples.AsSpan(0, cut), samples.AsSpan(cut), step);
        kernels.SgdUpdate(parts.Model, samples.AsSpan(cut), step);
        Assert.Equal(whole.AllParameters(), parts.AllParameters());
    });

    [Fact]
    public void The_simultaneous_step_is_the_negative_gradient_of_half_the_loss() => PropertyCheck.Run(random =>
    {
        using var state = new SgdCase(random, rank: 1 + random.NextInt32(20));
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
    });

    [Fact]
    public void A_step_with_a_small_rate_lowers_the_loss() => PropertyCheck.Run(random =>
    {
        using var state = new SgdCase(random, rank: 1 + random.NextInt32(20));
        SgdSample sample = state.DrawSamples(random, count: 1)[0];
        double before = state.ToReference().HalfLoss(sample.User, sample.Item, sample.Value, Regularization);
        KernelSet.Best.SgdUpdate(state.Model, [sample], Step(0.002f, simultaneous: random.NextInt32(2) == 0));
        double after = state.ToReference().HalfLoss(sample.User, sample.Item, sample.Value, Regularization);
        Assert.InRange(after, 0, before + 1e-5);
    });

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
}

using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Gradients;

namespace FastMf.Kernels.Tests;

public class PreferenceKernelTests
{
    [SeededProperty(Runs = 400)]
    public void The_step_is_the_negative_gradient_of_half_the_loss(PreferenceAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        int rank = drawn.Rank;
        using SgdCase state = drawn.Place();
        int user = random.NextInt32(state.UserStates.Length);
        int preferred = random.NextInt32(state.ItemStates.Length);
        int other = (preferred + 1 + random.NextInt32(state.ItemStates.Length - 1)) % state.ItemStates.Length;
        double[] before = Point(state, user, preferred, other);

        SgdSums sums = KernelSet.For(drawn.Level).PreferenceUpdate(
            state.Model, [new PreferenceSample(user, preferred, other)], new SgdStep { LearningRate = 1, BiasLearningRate = 1 });

        double[] negativeStep = [.. before.Zip(Point(state, user, preferred, other), (old, updated) => old - updated)];
        Assert.Equal(2 * HalfLoss(before, rank), sums.Loss, 1e-5 * (1 + sums.Loss));
        double error = GradientCheck.LargestError(point => HalfLoss(point, rank) + Penalty(point, rank), before, negativeStep);
        Assert.InRange(error, 0, 1e-4);
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits_and_user_biases_stay(PreferenceCase drawn)
    {
        float[][] results =
        [
            .. new[] { SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused }.Select(level =>
            {
                SeededRandom random = drawn.Random(stream: 1);
                using SgdCase state = drawn.Place();
                float[] biases = [.. state.UserStates.ToArray().Select(row => row.Bias)];
                PreferenceSample[] samples =
                [
                    .. Enumerable.Range(0, drawn.Samples).Select(_ =>
                        new PreferenceSample(random.NextInt32(biases.Length), 0, state.ItemStates.Length - 1)),
                ];
                KernelSet.For(level).PreferenceUpdate(
                    state.Model, samples, new SgdStep { LearningRate = 0.5f, BiasLearningRate = 0.1f, Adaptive = true });
                Assert.Equal(biases, state.UserStates.ToArray().Select(row => row.Bias));
                return state.AllParameters();
            }),
        ];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [SeededProperty(Runs = 160)]
    public void The_loss_of_many_comparisons_is_the_sum_of_theirs_whatever_their_scores(ManyAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase state = drawn.Place();

        // From scores that hardly tell the items apart to some whose exponential is no float.
        float bias = MathF.Pow(10, random.NextInt32(8) - 3);
        state.ItemStates[0].Bias = bias;
        state.ItemStates[1].Bias = -bias;
        PreferenceSample[] samples =
        [
            .. Enumerable.Range(0, drawn.Samples).Select(_ =>
            {
                int preferred = random.NextInt32(2);
                return new PreferenceSample(random.NextInt32(state.UserStates.Length), preferred, 1 - preferred);
            }),
        ];
        double expected = samples.Sum(sample =>
        {
            double x = Score(state, sample.User, sample.Preferred) - Score(state, sample.User, sample.Negative);
            return 2 * (Math.Max(-x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
        });

        SgdSums sums = KernelSet.For(drawn.Level).PreferenceUpdate(state.Model, samples, default);

        Assert.Equal(expected, sums.Loss, 1e-5 * (samples.Length + expected));
        state.Model.Items.Row(0)[0] = float.NaN;
        Assert.True(double.IsNaN(KernelSet.For(drawn.Level).PreferenceUpdate(state.Model, samples, default).Loss));
    }

    private static double Score(SgdCase state, int user, int item)
    {
        double score = state.ItemStates[item].Bias;
        for (int f = 0; f < state.Model.Users.Rank; f++)
        {
            score += (double)state.Model.Users.Row(user)[f] * state.Model.Items.Row(item)[f];
        }

        return score;
    }

    /// <summary>Both biases, then p, the preferred item's factors and the other's.</summary>
    private static double[] Point(SgdCase state, int user, int preferred, int other)
    {
        float[] point =
        [
            state.ItemStates[preferred].Bias, state.ItemStates[other].Bias,
            .. state.Model.Users.Row(user), .. state.Model.Items.Row(preferred), .. state.Model.Items.Row(other),
        ];
        return Array.ConvertAll(point, value => (double)value);
    }

    private static double HalfLoss(double[] point, int rank)
    {
        double x = point[0] - point[1];
        for (int f = 0; f < rank; f++)
        {
            x += point[2 + f] * (point[2 + rank + f] - point[2 + 2 * rank + f]);
        }

        return Math.Log(1 + Math.Exp(-x));
    }

    private static double Penalty(double[] point, int rank)
    {
        double sum = SgdCase.Regularization.ItemBias * (point[0] * point[0] + point[1] * point[1]);
        for (int f = 0; f < 3 * rank; f++)
        {
            sum += (f < rank ? SgdCase.Regularization.UserFactors : SgdCase.Regularization.ItemFactors) * point[2 + f] * point[2 + f];
        }

        return sum / 2;
    }

    public sealed record PreferenceCase(
        [Between(1, 8)] int Users, [Between(2, 8)] int Items, [Between(1, 130)] int Rank, [Between(1, 100)] int Samples, int Seed)
        : SgdSizes(Users, Items, Rank, Samples, Seed);

    public sealed record PreferenceAtLevel(
        [Between(1, 8)] int Users, [Between(2, 8)] int Items, [Between(1, 70)] int Rank, SimdLevel Level, int Seed)
        : SgdSizes(Users, Items, Rank, Samples: 1, Seed);

    public sealed record ManyAtLevel(
        [Between(1, 8)] int Users,
        [Between(2, 8)] int Items,
        [Between(1, 40)] int Rank,
        [Between(1, 2500)] int Samples,
        SimdLevel Level,
        int Seed)
        : SgdSizes(Users, Items, Rank, Samples, Seed);
}

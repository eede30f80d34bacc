using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class ErrorKernelTests
{
    private static readonly SimdLevel[] FusedLevels = [SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused];

    [SeededProperty(Runs = 400)]
    public void Squared_errors_equal_the_reference(ErrorsAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase model = drawn.Place();
        SgdSample[] samples = [.. model.DrawSamples(random, drawn.Samples).OrderBy(sample => sample.User)];
        NaiveBiasedModel reference = model.ToReference();
        double expected = 0;
        foreach (SgdSample sample in samples)
        {
            double error = sample.Value - Math.Clamp(reference.Predict(sample.User, sample.Item), 1, 4.5);
            expected += error * error;
        }

        Assert.Equal(expected, Sum(drawn.Level, model, samples), 1e-5 * (1 + expected));
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits(ErrorsCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using SgdCase model = drawn.Place();
        SgdSample[] samples = [.. model.DrawSamples(random, drawn.Samples).OrderBy(sample => sample.User)];
        Assert.Single(FusedLevels.Select(level => BitConverter.DoubleToInt64Bits(Sum(level, model, samples))).Distinct());
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void Products_have_the_bits_of_the_kernel_for_one(SimdLevel level)
    {
        var random = new SeededRandom(3);

        // Every number of vectors that has a kernel of its own, at every width, and some that have none.
        foreach (int rank in (int[])[3, 16, 32, 48, 64, 80, 96, 112, 128, 130, 192, 256])
        {
            using var model = new SgdCase(random, rank);
            SgdSample sample = model.DrawSamples(random, count: 1)[0];
            float dot = KernelSet.For(level).Dot(model.Model.Users.PaddedRow(sample.User), model.Model.Items.PaddedRow(sample.Item));
            float score = SgdCase.Mean + model.UserStates[sample.User].Bias + model.ItemStates[sample.Item].Bias + dot;
            double error = (double)sample.Value - Math.Clamp(score, 1, 4.5f);
            Assert.Equal(error * error, Sum(level, model, [sample]));
        }
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void Every_rating_counts_once_where_calls_and_prefetching_end(SimdLevel level)
    {
        // Items end at an unreadable page: a read behind the last row would fault.
        var random = new SeededRandom(7);
        foreach (int rank in (int[])[16, 32, 64, 128, 144])
        {
            using var model = new SgdCase(random, rank);
            foreach (int count in (int[])[1, 255, 256, 257, 271, 272, 273, 319, 320, 321, 512, 576])
            {
                SgdSample[] samples = [.. model.DrawSamples(random, count).OrderBy(sample => sample.User)];
                double expected = samples.Sum(sample => Sum(level, model, [sample]));
                Assert.Equal(expected, Sum(level, model, samples), 1e-12 * (1 + expected));
            }
        }
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void A_score_that_is_no_number_shows(SimdLevel level)
    {
        var random = new SeededRandom(5);
        using var model = new SgdCase(random, rank: 8);
        SgdSample[] samples = [.. model.DrawSamples(random, count: 40).OrderBy(sample => sample.User)];
        model.ItemStates[samples[17].Item].Bias = float.NaN;
        Assert.True(double.IsNaN(Sum(level, model, samples)));
    }

    [Fact]
    public void Rows_that_do_not_fit_the_block_are_refused()
    {
        using var model = new SgdCase(new SeededRandom(1), rank: 4);
        int users = (int)model.Model.Users.RowCount;
        Assert.Throws<ArgumentException>(() => KernelSet.Best.SumSquaredErrors(Block(model), new int[users], [], []));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.SumSquaredErrors(Block(model), new int[users + 1], [0], [1]));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.SumSquaredErrors(Block(model), new int[users + 1], [], [1]));
    }

    private static PredictionBlock Block(SgdCase model) => new()
    {
        Users = model.Model.Users,
        Items = model.Model.Items,
        UserBiases = model.UserStates.ToArray().Select(state => state.Bias).ToArray(),
        ItemBiases = model.ItemStates.ToArray().Select(state => state.Bias).ToArray(),
        Mean = SgdCase.Mean,
        Minimum = 1,
        Maximum = 4.5f,
    };

    /// <summary>The kernel on samples in the order of their users, in buffers that end at an unreadable page.</summary>
    private static double Sum(SimdLevel level, SgdCase model, SgdSample[] samples)
    {
        int users = (int)model.Model.Users.RowCount;

        // Offsets need not start at zero.
        int[] offsets = [.. Enumerable.Range(0, users + 1).Select(user => 5 + samples.Count(sample => sample.User < user))];
        using var values = new GuardedBuffer(samples.Length);
        using var items = new GuardedBuffer(samples.Length);
        Span<int> indexes = System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(items.Span);
        for (int i = 0; i < samples.Length; i++)
        {
            (indexes[i], values.Span[i]) = (samples[i].Item, samples[i].Value);
        }

        return KernelSet.For(level).SumSquaredErrors(Block(model), offsets, indexes, values.Span);
    }

    public sealed record ErrorsCase(
        [Between(1, 8)] int Users, [Between(1, 8)] int Items, [Between(1, 300)] int Rank, [Between(0, 700)] int Samples, int Seed)
        : SgdSizes(Users, Items, Rank, Samples, Seed);

    public sealed record ErrorsAtLevel(
        [Between(1, 8)] int Users,
        [Between(1, 8)] int Items,
        [Between(1, 300)] int Rank,
        [Between(0, 700)] int Samples,
        SimdLevel Level,
        int Seed)
        : SgdSizes(Users, Items, Rank, Samples, Seed);
}

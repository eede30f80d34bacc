using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class DotKernelTests
{
    [SeededProperty(Runs = 400)]
    public void Dot_equals_the_reference_for_every_padded_length_and_alignment(DotCase drawn)
    {
        SeededRandom random = drawn.Random();
        int length = 16 * drawn.Blocks;
        using var x = new GuardedBuffer(length);
        float[] y = new float[length + 3];
        FactorGenerator.FillRows(random, x.Span, Math.Max(1, length));
        FactorGenerator.FillRows(random, y.AsSpan(3), Math.Max(1, length));
        double expected = NaiveAlgebra.Dot(x.Span, y.AsSpan(3));
        double scale = 0;
        for (int i = 0; i < length; i++)
        {
            scale += Math.Abs((double)x.Span[i] * y[i + 3]);
        }

        double tolerance = 1e-30 + scale * 12 * Math.Pow(2, -24);
        Assert.InRange(KernelSet.For(drawn.Level).Dot(x.Span, y.AsSpan(3)), expected - tolerance, expected + tolerance);
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void Every_lane_counts(SimdLevel level)
    {
        for (int length = 16; length <= 160; length += 16)
        {
            for (int lane = 0; lane < length; lane++)
            {
                float[] x = new float[length];
                float[] y = new float[length];
                Array.Fill(y, 7f);
                (x[lane], y[lane]) = (3, 5);
                Assert.Equal(15, KernelSet.For(level).Dot(x, y));
            }
        }
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits(FusedDotCase drawn)
    {
        SeededRandom random = drawn.Random();
        int length = 16 * drawn.Blocks;
        float[] x = new float[length];
        float[] y = new float[length];
        FactorGenerator.FillRows(random, x, length);
        FactorGenerator.FillRows(random, y, length);
        float expected = KernelSet.For(SimdLevel.Vector512).Dot(x, y);
        Assert.Equal(expected, KernelSet.For(SimdLevel.Vector256).Dot(x, y));
        Assert.Equal(expected, KernelSet.For(SimdLevel.Vector128Fused).Dot(x, y));
    }

    [SeededProperty(Runs = 400)]
    public void Rows_are_scored_one_by_one(RowsCase drawn)
    {
        SeededRandom random = drawn.Random();
        using var gather = new GatherCase(random, drawn.Rank, gathered: 0, drawn.Rows);
        KernelSet kernels = KernelSet.For(drawn.Level);
        float[] x = new float[FactorView.StrideFor(gather.Rank)];
        FactorGenerator.FillRows(random, x, gather.Rank);
        int first = random.NextInt32(gather.Rows);
        float[] scores = new float[random.NextInt32(gather.Rows - first + 1)];
        kernels.DotRows(gather.View, first, x, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.Equal(kernels.Dot(gather.View.PaddedRow(first + i), x), scores[i]);
        }
    }

    [SeededProperty(Runs = 400)]
    public void A_block_of_queries_has_the_bits_of_single_products_and_writes_nothing_else(QueriesCase drawn)
    {
        SeededRandom random = drawn.Random();
        using var gather = new GatherCase(random, drawn.Rank, gathered: 0, drawn.Rows);
        KernelSet kernels = KernelSet.For(drawn.Level);
        int first = random.NextInt32(gather.Rows);
        int count = random.NextInt32(Math.Min(30, gather.Rows - first) + 1);
        int queryCount = drawn.Queries;
        int stride = FactorView.StrideFor(gather.Rank);
        float[] data = new float[queryCount * stride];
        FactorGenerator.FillRows(random, data, gather.Rank);
        var queries = new FactorView(data, queryCount, gather.Rank);
        int pitch = count + random.NextInt32(3);
        float[] results = new float[queryCount * pitch + 1];
        Array.Fill(results, float.NaN);
        kernels.DotBlock(gather.View, first, count, queries, results, pitch);
        for (int i = 0; i < results.Length; i++)
        {
            (int query, int row) = pitch == 0 ? (queryCount, 0) : Math.DivRem(i, pitch);
            float expected = query < queryCount && row < count
                ? kernels.Dot(queries.PaddedRow(query), gather.View.PaddedRow(first + row))
                : float.NaN;
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(results[i]));
        }
    }

    [SeededProperty(Runs = 400)]
    public void Scores_above_a_bar_are_counted_and_offsets_added_in_order(ScoresCase drawn)
    {
        SeededRandom random = drawn.Random();
        float[] values = [.. Enumerable.Range(0, drawn.Scores).Select(_ =>
            random.NextInt32(8) == 0 ? float.NaN : random.NextInt32(5) - 2f)];
        foreach (float bar in new[] { 0f, 1f, MathF.BitDecrement(1), float.NegativeInfinity, float.NaN })
        {
            Assert.Equal(values.Count(value => value > bar), KernelSet.For(drawn.Level).CountAbove(values, bar));
        }

        // Summed in another order the small offset would survive.
        float[] offsets = [.. values.Select(_ => 1e-3f * random.NextInt32(100))];
        float[] products = [.. values.Select(value => -1e6f * value)];
        float[] expected = [.. products.Zip(offsets).Select(pair => 1e6f + pair.Second + pair.First)];
        KernelSet.For(drawn.Level).AddOffsets(products, offsets, 1e6f);
        Assert.Equal(expected, products);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>("queries", () =>
            KernelSet.Best.DotBlock(new FactorView(new float[16], 1, 4), 0, 1, new FactorView(new float[16], 1, 5), new float[1], 1));
        Assert.Throws<ArgumentException>("first", () =>
            KernelSet.Best.DotBlock(new FactorView(new float[16], 1, 4), 0, 2, new FactorView(new float[16], 1, 4), new float[2], 2));
        Assert.Throws<ArgumentException>("results", () =>
            KernelSet.Best.DotBlock(new FactorView(new float[32], 2, 4), 0, 2, new FactorView(new float[32], 2, 4), new float[3], 2));
        Assert.Throws<ArgumentException>("results", () =>
            KernelSet.Best.DotBlock(new FactorView(new float[32], 2, 4), 0, 2, new FactorView(new float[32], 2, 4), new float[4], 1));
        Assert.Throws<ArgumentException>("offsets", () => KernelSet.Best.AddOffsets(new float[2], new float[1], 0));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.Dot(new float[16], new float[32]));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.Dot(new float[8], new float[8]));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.DotRows(new FactorView(new float[16], 1, 4), 0, new float[16], new float[2]));
    }

    public sealed record DotCase([Between(0, 19)] int Blocks, SimdLevel Level, int Seed) : SeededCase(Seed);

    public sealed record FusedDotCase([Between(1, 20)] int Blocks, int Seed) : SeededCase(Seed);

    public sealed record RowsCase([Between(1, 60)] int Rows, [Between(1, 70)] int Rank, SimdLevel Level, int Seed) : SeededCase(Seed);

    /// <summary>Ranks of one to five chunks of 64 floats, with every remainder; rows that are no multiple of four.</summary>
    public sealed record QueriesCase(
        [Between(1, 60)] int Rows, [Between(1, 270)] int Rank, [Between(0, 4)] int Queries, SimdLevel Level, int Seed) : SeededCase(Seed);

    public sealed record ScoresCase([Between(0, 70)] int Scores, SimdLevel Level, int Seed) : SeededCase(Seed);
}

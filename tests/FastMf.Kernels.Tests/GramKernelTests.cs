using FastMf.Numerics;
using FastMf.Testing;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class GramKernelTests
{
    [Theory, ClassData(typeof(SimdLevels))]
    public void Gram_equals_the_reference_for_every_rank_and_panel_height(SimdLevel level)
    {
        var random = new SeededRandom(1);
        for (int rank = 1; rank <= 130; rank++)
        {
            // Every height from 0 to 40 is met by every residue of the rank modulo the tile sizes.
            for (int height = rank % 4; height <= 40; height += 4)
            {
                CheckGram(level, random, rank, height);
            }
        }
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void Gram_equals_the_reference_across_panel_borders(SimdLevel level) => PropertyCheck.Run(
        random => CheckGram(level, random, 1 + random.NextInt32(80), 100 + random.NextInt32(400)), runs: 20);

    [Fact]
    public void Fused_levels_give_the_same_bits() => PropertyCheck.Run(random =>
    {
        using var gather = new GatherCase(random, 1 + random.NextInt32(130), random.NextInt32(300));
        float[] expected = UpperTriangle(Accumulate(KernelSet.For(SimdLevel.Vector512), gather), gather.Rank);
        Assert.Equal(expected, UpperTriangle(Accumulate(KernelSet.For(SimdLevel.Vector256), gather), gather.Rank));
        Assert.Equal(expected, UpperTriangle(Accumulate(KernelSet.For(SimdLevel.Vector128Fused), gather), gather.Rank));
    });

    [Theory, ClassData(typeof(SimdLevels))]
    public void Gram_adds_to_what_is_there(SimdLevel level)
    {
        using var gather = new GatherCase(new SeededRandom(2), rank: 20, gathered: 5);
        float[] once = Accumulate(KernelSet.For(level), gather);
        float[] twice = (float[])once.Clone();
        KernelSet.For(level).AccumulateGram(gather.View, gather.Indexes, twice);
        Assert.Equal(UpperTriangle(once, 20).Select(value => value + value), UpperTriangle(twice, 20));
    }

    [Theory, ClassData(typeof(SimdLevels))]
    public void Combination_equals_the_reference(SimdLevel level) => PropertyCheck.Run(random =>
    {
        using var gather = new GatherCase(random, 1 + random.NextInt32(130), random.NextInt32(300));
        using var sum = new GuardedBuffer(FactorView.StrideFor(gather.Rank));
        KernelSet.For(level).AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum.Span);
        double[] expected = NaiveAlgebra.Combination(gather.GatheredRows.Zip(gather.Weights), gather.Rank);
        double[] scale = NaiveAlgebra.Combination(
            gather.GatheredRows.Select(row => row.Select(MathF.Abs).ToArray()).Zip(gather.Weights.Select(MathF.Abs)), gather.Rank);
        for (int i = 0; i < gather.Rank; i++)
        {
            Assert.InRange(sum.Span[i], expected[i] - Tolerance(scale[i]), expected[i] + Tolerance(scale[i]));
        }

        Assert.All(sum.Span[gather.Rank..].ToArray(), padding => Assert.Equal(0, padding));
    });

    [Fact]
    public void Combination_gives_the_same_bits_at_fused_levels() => PropertyCheck.Run(random =>
    {
        using var gather = new GatherCase(random, 1 + random.NextInt32(130), random.NextInt32(300));
        float[][] sums =
        [
            .. new[] { SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused }.Select(level =>
            {
                float[] sum = new float[FactorView.StrideFor(gather.Rank)];
                KernelSet.For(level).AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum);
                return sum;
            }),
        ];
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
    });

    [Fact]
    public void Wrong_lengths_are_refused_by_name()
    {
        float[] data = new float[32];
        var error = Assert.Throws<ArgumentException>(() => KernelSet.Best.AccumulateGram(new FactorView(data, 2, 10), [0], new float[100]));
        Assert.Contains("256", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KernelSet.Best.AccumulateCombination(new FactorView(data, 2, 10), [0], [1, 2], new float[16]));
        Assert.Throws<ArgumentException>(() => new FactorView(data, 3, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.GramLength(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.GramLength(KernelSet.MaximumRank + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.For((SimdLevel)17));
    }

    private static void CheckGram(SimdLevel level, SeededRandom random, int rank, int height)
    {
        using var gather = new GatherCase(random, rank, height);
        float[] gram = Accumulate(KernelSet.For(level), gather);
        double[,] expected = NaiveAlgebra.Gram(gather.GatheredRows, rank);
        int stride = FactorView.StrideFor(rank);
        for (int i = 0; i < rank; i++)
        {
            for (int j = i; j < rank; j++)
            {
                double tolerance = Tolerance(Math.Sqrt(expected[i, i] * expected[j, j]));
                Assert.InRange(gram[i * stride + j], expected[i, j] - tolerance, expected[i, j] + tolerance);
            }

            Assert.All(gram.AsSpan(i * stride + rank, stride - rank).ToArray(), padding => Assert.Equal(0, padding));
        }
    }

    private static float[] Accumulate(KernelSet kernels, GatherCase gather)
    {
        using var gram = new GuardedBuffer(KernelSet.GramLength(gather.Rank));
        kernels.AccumulateGram(gather.View, gather.Indexes, gram.Span);
        return gram.Span.ToArray();
    }

    private static float[] UpperTriangle(float[] gram, int rank)
    {
        int stride = FactorView.StrideFor(rank);
        return [.. from i in Enumerable.Range(0, rank) from j in Enumerable.Range(i, rank - i) select gram[i * stride + j]];
    }

    /// <summary>The rounding of 128 + 4 additions of terms whose absolute values sum to the scale.</summary>
    private static double Tolerance(double scale) => 132 * Math.Pow(2, -24) * scale + 1e-30;
}

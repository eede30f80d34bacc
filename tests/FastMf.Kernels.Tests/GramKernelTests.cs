using FastMf.Numerics;
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

    [SeededProperty(Runs = 80)]
    public void Gram_equals_the_reference_across_panel_borders(PanelsCase drawn)
    {
        SeededRandom random = drawn.Random();
        CheckGram(drawn.Level, random, drawn.Rank, drawn.Height);
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits(GatherSizes drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using GatherCase gather = drawn.Place();
        float[] weights = random.NextInt32(2) == 0 ? [] : [.. gather.Indexes.Select(_ => (float)random.NextGaussian())];
        SimdLevel[] levels = [SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused];
        float[][] sums =
        [
            .. levels.Select(level =>
            {
                using var buffers = new EquationBuffers(gather.Rank);
                KernelSet.For(level).ComputeNormalEquations(
                    gather.View, new GatheredRows(gather.Indexes, gather.Weights) { Weights = weights }, buffers.Equations);
                return buffers.All;
            }),
        ];
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
    }

    [SeededProperty(Runs = 80)]
    public void Accumulating_adds_to_what_is_there(GatherAtLevel drawn)
    {
        using GatherCase gather = drawn.Place();
        using var once = new EquationBuffers(gather.Rank);
        using var twice = new EquationBuffers(gather.Rank);
        KernelSet.For(drawn.Level).ComputeNormalEquations(gather.View, gather.Gathered, once.Equations);
        KernelSet.For(drawn.Level).ComputeNormalEquations(gather.View, new GatheredRows([], []), twice.Equations);
        Assert.All(twice.All, value => Assert.Equal(0, value));
        KernelSet.For(drawn.Level).AccumulateNormalEquations(gather.View, gather.Gathered, twice.Equations);
        Assert.Equal(once.All, twice.All);
        if (gather.Indexes.Length <= 128)
        {
            KernelSet.For(drawn.Level).AccumulateNormalEquations(gather.View, gather.Gathered, twice.Equations);
            Assert.Equal(once.All.Select(value => value + value), twice.All);
        }
    }

    [SeededProperty]
    public void Weighted_equations_equal_the_reference(GatherAtLevel drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using GatherCase gather = drawn.Place();
        float[] weights = [.. gather.Indexes.Select(_ => (float)random.NextGaussian())];
        using var buffers = new EquationBuffers(gather.Rank);
        KernelSet.For(drawn.Level).ComputeNormalEquations(
            gather.View,
            new GatheredRows(gather.Indexes, gather.Weights) { Weights = weights, Upcoming = gather.Indexes },
            buffers.Equations);
        double[,] gram = NaiveAlgebra.WeightedGram(gather.GatheredRows.Zip(weights), gather.Rank);
        double[,] scale = NaiveAlgebra.WeightedGram(gather.GatheredRows.Select(Absolute).Zip(weights.Select(MathF.Abs)), gather.Rank);
        int stride = FactorView.StrideFor(gather.Rank);
        for (int i = 0; i < gather.Rank; i++)
        {
            for (int j = i; j < gather.Rank; j++)
            {
                AssertNear(gram[i, j], buffers.Gram[i * stride + j], scale[i, j]);
            }
        }

        AssertCombination(gather, gather.Weights, buffers.Right);
        AssertCombination(gather, weights, buffers.Border);
    }

    [SeededProperty(Runs = 400)]
    public void Combination_equals_the_reference(GatherAtLevel drawn)
    {
        using GatherCase gather = drawn.Place();
        using var sum = new GuardedBuffer(FactorView.StrideFor(gather.Rank));
        KernelSet.For(drawn.Level).AccumulateCombination(gather.View, gather.Indexes, gather.Weights, sum.Span);
        AssertCombination(gather, gather.Weights, sum.Span);
        Assert.All(sum.Span[gather.Rank..].ToArray(), padding => Assert.Equal(0, padding));
    }

    [SeededProperty]
    public void Combination_gives_the_same_bits_at_fused_levels(GatherSizes drawn)
    {
        using GatherCase gather = drawn.Place();
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
    }

    [Fact]
    public void Wrong_lengths_are_refused_by_name()
    {
        float[] data = new float[32];
        float[] vector = new float[16];
        float[] workspace = new float[KernelSet.WorkspaceLength(10)];
        var error = Assert.Throws<ArgumentException>(() => KernelSet.Best.ComputeNormalEquations(
            new FactorView(data, 2, 10), new GatheredRows([0], [1]), new NormalEquations(new float[100], vector, vector, workspace)));
        Assert.Contains("256", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KernelSet.Best.AccumulateNormalEquations(
            new FactorView(data, 2, 10), new GatheredRows([0], [1, 2]), new NormalEquations(new float[256], vector, vector, workspace)));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.AccumulateNormalEquations(
            new FactorView(data, 2, 10),
            new GatheredRows([0], [1]) { Weights = vector },
            new NormalEquations(new float[256], vector, vector, workspace)));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.AccumulateNormalEquations(
            new FactorView(data, 2, 10), new GatheredRows([0], [1]), new NormalEquations(new float[256], vector, vector, vector)));
        Assert.Throws<ArgumentException>(() =>
            KernelSet.Best.AccumulateCombination(new FactorView(data, 2, 10), [0], [1, 2], new float[16]));
        Assert.Throws<ArgumentException>(() => new FactorView(data, 3, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.GramLength(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.GramLength(KernelSet.MaximumRank + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.For((SimdLevel)17));
    }

    private static void CheckGram(SimdLevel level, SeededRandom random, int rank, int height)
    {
        using var gather = new GatherCase(random, rank, height);
        using var buffers = new EquationBuffers(rank);
        KernelSet.For(level).ComputeNormalEquations(gather.View, gather.Gathered, buffers.Equations);
        Span<float> gram = buffers.Gram;
        AssertCombination(gather, gather.Weights, buffers.Right);
        AssertCombination(gather, [.. gather.Indexes.Select(_ => 1f)], buffers.Border);
        double[,] expected = NaiveAlgebra.Gram(gather.GatheredRows, rank);
        int stride = FactorView.StrideFor(rank);
        for (int i = 0; i < rank; i++)
        {
            for (int j = i; j < rank; j++)
            {
                AssertNear(expected[i, j], gram[i * stride + j], Math.Sqrt(expected[i, i] * expected[j, j]));
            }

            Assert.All(gram.Slice(i * stride + rank, stride - rank).ToArray(), padding => Assert.Equal(0, padding));
        }
    }

    private static void AssertCombination(GatherCase gather, float[] weights, ReadOnlySpan<float> sum)
    {
        double[] expected = NaiveAlgebra.Combination(gather.GatheredRows.Zip(weights), gather.Rank);
        double[] scale = NaiveAlgebra.Combination(gather.GatheredRows.Select(Absolute).Zip(weights.Select(MathF.Abs)), gather.Rank);
        for (int i = 0; i < gather.Rank; i++)
        {
            AssertNear(expected[i], sum[i], scale[i]);
        }
    }

    private static void AssertNear(double expected, float actual, double scale) =>
        Assert.InRange(actual, expected - Tolerance(scale), expected + Tolerance(scale));

    private static float[] Absolute(float[] row) => [.. row.Select(MathF.Abs)];

    /// <summary>The rounding of 128 + 4 additions of terms whose absolute values sum to the scale.</summary>
    private static double Tolerance(double scale) => 132 * Math.Pow(2, -24) * scale + 1e-30;

    /// <summary>Heights of one to four panels.</summary>
    public sealed record PanelsCase([Between(1, 80)] int Rank, [Between(100, 500)] int Height, SimdLevel Level, int Seed)
        : SeededCase(Seed);

    /// <summary>As <see cref="GatherSizes"/>, for kernels of one vector width.</summary>
    public sealed record GatherAtLevel(
        [Between(1, 60)] int Rows, [Between(1, 130)] int Rank, [Between(0, 300)] int Gathered, SimdLevel Level, int Seed)
        : GatherSizes(Rows, Rank, Gathered, Seed);
}

using FastMf.Testing;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class DotKernelTests
{
    [Theory, ClassData(typeof(SimdLevels))]
    public void Dot_equals_the_reference_for_every_padded_length_and_alignment(SimdLevel level) => PropertyCheck.Run(random =>
    {
        int length = 16 * random.NextInt32(20);
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
        Assert.InRange(KernelSet.For(level).Dot(x.Span, y.AsSpan(3)), expected - tolerance, expected + tolerance);
    });

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

    [Fact]
    public void Fused_levels_give_the_same_bits() => PropertyCheck.Run(random =>
    {
        int length = 16 * (1 + random.NextInt32(20));
        float[] x = new float[length];
        float[] y = new float[length];
        FactorGenerator.FillRows(random, x, length);
        FactorGenerator.FillRows(random, y, length);
        float expected = KernelSet.For(SimdLevel.Vector512).Dot(x, y);
        Assert.Equal(expected, KernelSet.For(SimdLevel.Vector256).Dot(x, y));
        Assert.Equal(expected, KernelSet.For(SimdLevel.Vector128Fused).Dot(x, y));
    });

    [Theory, ClassData(typeof(SimdLevels))]
    public void Rows_are_scored_one_by_one(SimdLevel level) => PropertyCheck.Run(random =>
    {
        using var gather = new GatherCase(random, 1 + random.NextInt32(70), gathered: 0);
        KernelSet kernels = KernelSet.For(level);
        float[] x = new float[FactorView.StrideFor(gather.Rank)];
        FactorGenerator.FillRows(random, x, gather.Rank);
        int first = random.NextInt32(gather.Rows);
        float[] scores = new float[random.NextInt32(gather.Rows - first + 1)];
        kernels.DotRows(gather.View, first, x, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.Equal(kernels.Dot(gather.View.PaddedRow(first + i), x), scores[i]);
        }
    });

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => KernelSet.Best.Dot(new float[16], new float[32]));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.Dot(new float[8], new float[8]));
        Assert.Throws<ArgumentException>(() => KernelSet.Best.DotRows(new FactorView(new float[16], 1, 4), 0, new float[16], new float[2]));
    }
}

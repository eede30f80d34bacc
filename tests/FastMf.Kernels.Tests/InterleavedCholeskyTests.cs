using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;

namespace FastMf.Kernels.Tests;

public class InterleavedCholeskyTests
{
    private const int Systems = KernelSet.InterleavedSystems;

    [Theory, ClassData(typeof(SimdLevels))]
    public void Each_lane_gives_the_bits_of_its_system_alone_for_every_rank(SimdLevel level)
    {
        var random = new SeededRandom(17);
        for (int rank = 1; rank <= 68; rank++)
        {
            CheckAgainstSingle(level, random, rank, 1 + random.NextInt32(Systems), withBorder: random.NextInt32(2) == 0);
        }
    }

    [SeededProperty(Runs = 400)]
    public void An_indefinite_system_is_named_and_leaves_the_others_as_they_are(OrderCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        KernelSet kernels = KernelSet.For(drawn.Level);
        float[] matrices = Matrices(random, rank);
        float[] expected = FactorsOf(kernels, matrices, rank, new int[Systems], out float[] expectedRights);

        int bad = random.NextInt32(Systems);
        int minor = random.NextInt32(rank);
        matrices[bad * KernelSet.GramLength(rank) + minor * (FactorView.StrideFor(rank) + 1)] =
            random.NextInt32(4) switch { 0 => -1, 1 => 0, 2 => float.PositiveInfinity, _ => float.NaN };
        int[] failedMinors = new int[Systems];
        FactorsOf(kernels, matrices, rank, failedMinors, out float[] rights);
        Assert.Equal(expected.Length, KernelSet.InterleavedLength(rank));
        for (int system = 0; system < Systems; system++)
        {
            Assert.Equal(system == bad ? minor + 1 : 0, failedMinors[system]);
            if (system != bad)
            {
                int stride = FactorView.StrideFor(rank);
                Assert.Equal(expectedRights.AsSpan(system * stride, stride), rights.AsSpan(system * stride, stride));
            }
        }
    }

    [SeededProperty(Runs = 400)]
    public void Systems_that_are_not_asked_for_may_hold_anything(OrderCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        KernelSet kernels = KernelSet.For(drawn.Level);
        float[] matrices = Matrices(random, rank);
        float[] copy = [.. matrices];
        copy.AsSpan(KernelSet.GramLength(rank)).Clear();
        FactorsOf(kernels, matrices, rank, new int[1], out float[] expected);
        int[] failedMinors = [1];
        FactorsOf(kernels, copy, rank, failedMinors, out float[] rights);
        int stride = FactorView.StrideFor(rank);
        Assert.Equal([0], failedMinors);
        Assert.Equal(expected.AsSpan(0, stride), rights.AsSpan(0, stride));
    }

    [Fact]
    public void Wrong_lengths_are_errors()
    {
        float[] matrices = new float[Systems * KernelSet.GramLength(3)];
        float[] factors = new float[KernelSet.InterleavedLength(3)];
        float[] rights = new float[Systems * 16];
        KernelSet kernels = KernelSet.Best;
        Assert.Throws<ArgumentException>("matrices", () =>
            kernels.FactorizeInterleaved(matrices.AsSpan(1), 3, rights, [], factors, new int[1]));
        Assert.Throws<ArgumentException>("rights", () =>
            kernels.FactorizeInterleaved(matrices, 3, rights.AsSpan(1), [], factors, new int[1]));
        Assert.Throws<ArgumentException>("borders", () =>
            kernels.FactorizeInterleaved(matrices, 3, rights, rights.AsSpan(1), factors, new int[1]));
        Assert.Throws<ArgumentException>("factors", () =>
            kernels.FactorizeInterleaved(matrices, 3, rights, [], factors.AsSpan(1), new int[1]));
        Assert.Throws<ArgumentException>("failedMinors", () => kernels.FactorizeInterleaved(matrices, 3, rights, [], factors, new int[17]));
        Assert.Throws<ArgumentException>("factors", () => kernels.SolveBackInterleaved(factors.AsSpan(1), 3, rights, 1));
        Assert.Throws<ArgumentException>("rights", () => kernels.SolveBackInterleaved(factors, 3, rights.AsSpan(1), 1));
        Assert.Throws<ArgumentOutOfRangeException>("systems", () => kernels.SolveBackInterleaved(factors, 3, rights, 17));
        Assert.Throws<ArgumentOutOfRangeException>("systems", () => kernels.SolveBackInterleaved(factors, 3, rights, -1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => KernelSet.InterleavedLength(0));
    }

    private static void CheckAgainstSingle(SimdLevel level, SeededRandom random, int rank, int count, bool withBorder)
    {
        KernelSet kernels = KernelSet.For(level);
        int stride = FactorView.StrideFor(rank);
        int length = KernelSet.GramLength(rank);
        using var matrices = new GuardedBuffer(Systems * length);
        using var rights = new GuardedBuffer(Systems * stride);
        using var borders = new GuardedBuffer(Systems * stride);
        using var factors = new GuardedBuffer(KernelSet.InterleavedLength(rank));
        Matrices(random, rank).CopyTo(matrices.Span);
        FactorGenerator.FillRows(random, rights.Span, rank);
        FactorGenerator.FillRows(random, borders.Span, rank);
        float[] single = matrices.Span.ToArray();
        float[] singleRights = rights.Span.ToArray();
        float[] singleBorders = borders.Span.ToArray();

        int[] failedMinors = new int[count];
        kernels.FactorizeInterleaved(matrices.Span, rank, rights.Span, withBorder ? borders.Span : [], factors.Span, failedMinors);
        Assert.All(failedMinors, minor => Assert.Equal(0, minor));
        for (int system = 0; system < count; system++)
        {
            Span<float> right = singleRights.AsSpan(system * stride, stride);
            Span<float> border = singleBorders.AsSpan(system * stride, stride);
            Span<float> matrix = single.AsSpan(system * length, length);
            Assert.True(kernels.TryFactorize(matrix, rank, right, withBorder ? border : [], out _));
            Assert.Equal(right, rights.Span.Slice(system * stride, stride));
            Assert.Equal(border, borders.Span.Slice(system * stride, stride));
            kernels.SolveBack(matrix, rank, right);
        }

        kernels.SolveBackInterleaved(factors.Span, rank, rights.Span, count);
        Assert.Equal(singleRights.AsSpan(0, count * stride), rights.Span[..(count * stride)]);
    }

    private static float[] FactorsOf(KernelSet kernels, float[] matrices, int rank, int[] failedMinors, out float[] rights)
    {
        float[] factors = new float[KernelSet.InterleavedLength(rank)];
        rights = new float[Systems * FactorView.StrideFor(rank)];
        FactorGenerator.FillRows(new SeededRandom(5), rights, rank);
        kernels.FactorizeInterleaved([.. matrices], rank, rights, [], factors, failedMinors);
        return factors;
    }

    /// <summary>Upper triangles as the contract asks for them; below the diagonals and in the rows past the rank lies garbage.</summary>
    private static float[] Matrices(SeededRandom random, int rank)
    {
        float[] matrices = new float[Systems * KernelSet.GramLength(rank)];
        for (int system = 0; system < Systems; system++)
        {
            PaddedMatrix.Fill(
                FactorGenerator.SymmetricPositiveDefinite(random, rank),
                random,
                matrices.AsSpan(system * KernelSet.GramLength(rank), KernelSet.GramLength(rank)));
        }

        return matrices;
    }

    public sealed record OrderCase([Between(1, 40)] int Rank, SimdLevel Level, int Seed) : SeededCase(Seed);
}

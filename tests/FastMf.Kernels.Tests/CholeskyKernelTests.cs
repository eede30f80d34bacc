using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

public class CholeskyKernelTests
{
    [Theory, ClassData(typeof(SimdLevels))]
    public void Cholesky_then_solve_recovers_x_for_every_rank(SimdLevel level)
    {
        var random = new SeededRandom(3);
        for (int rank = 1; rank <= 130; rank++)
        {
            CheckSolve(level, random, rank);
        }
    }

    [SeededProperty(Runs = 400)]
    public void Factor_equals_the_reference_with_reciprocal_diagonal(OrderCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        double[,] matrix = FactorGenerator.SymmetricPositiveDefinite(random, rank);
        double[,] expected = NaiveAlgebra.Cholesky(matrix, out _)!;
        float[] factor = Padded(matrix, random);
        Assert.True(KernelSet.For(drawn.Level).TryFactorize(factor, rank, out int failedMinor));
        Assert.Equal(0, failedMinor);
        int stride = FactorView.StrideFor(rank);
        for (int i = 0; i < rank; i++)
        {
            Assert.Equal(1 / expected[i, i], factor[i * stride + i], 1e-4);
            for (int j = i + 1; j < rank; j++)
            {
                Assert.Equal(expected[i, j], factor[i * stride + j], 1e-4);
            }
        }
    }

    [SeededProperty(Runs = 400)]
    public void Indefinite_systems_name_the_first_failed_minor_and_keep_the_rows_above(OrderCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        double[,] matrix = FactorGenerator.SymmetricPositiveDefinite(random, rank);
        int bad = random.NextInt32(rank);
        matrix[bad, bad] = random.NextInt32(3) switch { 0 => -1, 1 => 0, _ => double.NaN };
        float[] factor = Padded(matrix, random);
        Assert.False(KernelSet.For(drawn.Level).TryFactorize(factor, rank, out int failedMinor));
        Assert.Equal(bad + 1, failedMinor);

        int leading = bad & ~3;
        double[,] above = new double[leading, leading];
        for (int i = 0; i < leading; i++)
        {
            for (int j = 0; j < leading; j++)
            {
                above[i, j] = matrix[i, j];
            }
        }

        double[,] expected = NaiveAlgebra.Cholesky(above, out _)!;
        int stride = FactorView.StrideFor(rank);
        for (int i = 0; i < leading; i++)
        {
            for (int j = i + 1; j < leading; j++)
            {
                Assert.Equal(expected[i, j], factor[i * stride + j], 1e-4);
            }
        }
    }

    [SeededProperty]
    public void Fused_levels_give_the_same_bits(FusedCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        float[] matrix = Padded(FactorGenerator.SymmetricPositiveDefinite(random, rank), random);
        float[] right = new float[FactorView.StrideFor(rank)];
        FactorGenerator.FillRows(random, right, rank);
        float[] expected = Solve(SimdLevel.Vector512, matrix, right, rank);
        Assert.Equal(expected, Solve(SimdLevel.Vector256, matrix, right, rank));
        Assert.Equal(expected, Solve(SimdLevel.Vector128Fused, matrix, right, rank));
    }

    [SeededProperty(Runs = 400)]
    public void Nearly_singular_systems_solve_with_a_small_residual(OrderCase drawn)
    {
        SeededRandom random = drawn.Random();
        int rank = drawn.Rank;
        double[,] matrix = FactorGenerator.SymmetricPositiveDefinite(random, rank, diagonal: 1e-4);
        float[] right = new float[FactorView.StrideFor(rank)];
        FactorGenerator.FillRows(random, right, rank);
        float[] x = Solve(drawn.Level, Padded(matrix, random), right, rank);
        double[] product = NaiveAlgebra.Multiply(matrix, [.. x.Take(rank).Select(value => (double)value)]);
        double norm = Math.Sqrt(x.Sum(value => (double)value * value));
        for (int i = 0; i < rank; i++)
        {
            Assert.Equal(right[i], product[i], 1e-5 * (1 + rank * norm));
        }
    }

    private static void CheckSolve(SimdLevel level, SeededRandom random, int rank)
    {
        double[,] matrix = FactorGenerator.SymmetricPositiveDefinite(random, rank);
        double[] x = [.. Enumerable.Range(0, rank).Select(_ => random.NextGaussian())];
        float[] right = new float[FactorView.StrideFor(rank)];
        double[] product = NaiveAlgebra.Multiply(matrix, x);
        for (int i = 0; i < rank; i++)
        {
            right[i] = (float)product[i];
        }

        float[] solution = Solve(level, Padded(matrix, random), right, rank);
        for (int i = 0; i < rank; i++)
        {
            Assert.Equal(x[i], solution[i], 2e-4);
        }

        Assert.All(solution[rank..], padding => Assert.Equal(0, padding));
    }

    private static float[] Solve(SimdLevel level, float[] matrix, float[] right, int rank)
    {
        using var factor = new GuardedBuffer(matrix.Length);
        using var x = new GuardedBuffer(right.Length);
        matrix.CopyTo(factor.Span);
        right.CopyTo(x.Span);
        Assert.True(KernelSet.For(level).TryFactorize(factor.Span, rank, out _));
        KernelSet.For(level).Solve(factor.Span, rank, x.Span);
        return x.Span.ToArray();
    }

    private static float[] Padded(double[,] matrix, SeededRandom random)
    {
        float[] padded = new float[KernelSet.GramLength(matrix.GetLength(0))];
        PaddedMatrix.Fill(matrix, random, padded);
        return padded;
    }

    public sealed record OrderCase([Between(1, 70)] int Rank, SimdLevel Level, int Seed) : SeededCase(Seed);

    public sealed record FusedCase([Between(1, 130)] int Rank, int Seed) : SeededCase(Seed);
}

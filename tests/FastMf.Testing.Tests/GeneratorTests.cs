using FastMf.Data;
using FastMf.Kernels;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

public class GeneratorTests
{
    [Fact]
    public void Rating_matrices_have_ratings_and_half_stars_within_their_sizes() => PropertyCheck.Run(random =>
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(random, maximumUsers: 7, maximumItems: 5);
        Assert.InRange(ratings.Users.Count, 1, 7);
        Assert.InRange(ratings.Items.Count, 1, 5);
        Assert.InRange(ratings.Count, 1, 35);
        Assert.All(ratings.ByUser.Values.ToArray(), value => Assert.True(value is >= 0.5f and <= 5 && value * 2 == MathF.Round(value * 2)));
    });

    [Fact]
    public void Rating_matrices_have_the_cases_that_break_trainers()
    {
        RatingMatrix[] matrices = [.. Enumerable.Range(0, 300).Select(seed => RatingMatrixGenerator.Generate(new SeededRandom(seed)))];
        int[] rowLengths = [.. matrices.SelectMany(matrix => Enumerable.Range(0, matrix.Users.Count).Select(matrix.ByUser.RowLength))];
        Assert.Contains(0, rowLengths);
        Assert.Contains(1, rowLengths);
        Assert.Contains(matrices, matrix => matrix.Count == 1);
        Assert.Contains(matrices, matrix => Enumerable.Range(0, matrix.Items.Count).Any(item => matrix.ByItem.RowLength(item) == 0));
        Assert.Contains(matrices, matrix => matrix.Items.Count > 1 && Enumerable.Range(0, matrix.Users.Count).Any(user => matrix.ByUser.RowLength(user) == matrix.Items.Count));
    }

    [Fact]
    public void Rows_of_factors_are_random_and_their_padding_is_zero() => PropertyCheck.Run(random =>
    {
        int rank = 1 + random.NextInt32(40);
        int stride = FactorView.StrideFor(rank);
        float[] data = [.. Enumerable.Repeat(9f, 5 * stride)];
        FactorGenerator.FillRows(random, data, rank, standardDeviation: 0.5);
        for (int i = 0; i < data.Length; i++)
        {
            Assert.Equal(i % stride >= rank, data[i] == 0);
            Assert.InRange(data[i], -5, 5);
        }
    });

    [Fact]
    public void Generated_systems_are_symmetric_and_positive_definite() => PropertyCheck.Run(
        random =>
        {
            int order = 1 + random.NextInt32(20);
            double[,] matrix = FactorGenerator.SymmetricPositiveDefinite(random, order);
            Assert.NotNull(NaiveAlgebra.Cholesky(matrix, out _));
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Assert.Equal(matrix[j, i], matrix[i, j]);
                }
            }
        },
        runs: 30);
}

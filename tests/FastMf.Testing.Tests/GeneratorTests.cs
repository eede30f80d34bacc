using System.Runtime.CompilerServices;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

public class GeneratorTests
{
    [SeededProperty]
    public void Rating_matrices_have_ratings_and_half_stars_within_their_sizes(RatingCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        Assert.Equal(drawn.Users, ratings.Users.Count);
        Assert.Equal(drawn.Items, ratings.Items.Count);
        Assert.InRange(ratings.Count, 1, drawn.Users * drawn.Items);
        Assert.All(ratings.ByUser.Values.ToArray(), value => Assert.True(value is >= 0.5f and <= 5 && value * 2 == MathF.Round(value * 2)));
    }

    [Fact]
    public void Rating_matrices_have_the_cases_that_break_trainers()
    {
        RatingMatrix[] matrices = [.. Enumerable.Range(0, 300).Select(seed => RatingMatrixGenerator.Generate(new SeededRandom(seed)))];
        int[] rowLengths = [.. matrices.SelectMany(matrix => Enumerable.Range(0, matrix.Users.Count).Select(matrix.ByUser.RowLength))];
        Assert.Contains(0, rowLengths);
        Assert.Contains(1, rowLengths);
        Assert.Contains(matrices, matrix => matrix.Count == 1);
        Assert.Contains(matrices, matrix => Enumerable.Range(0, matrix.Items.Count).Any(item => matrix.ByItem.RowLength(item) == 0));
        Assert.Contains(
            matrices,
            matrix => matrix.Items.Count > 1
                && Enumerable.Range(0, matrix.Users.Count).Any(user => matrix.ByUser.RowLength(user) == matrix.Items.Count));
    }

    [SeededProperty]
    public void Rows_of_factors_are_random_and_their_padding_is_zero(FactorCase drawn)
    {
        SeededRandom random = drawn.Random();
        int stride = FactorView.StrideFor(drawn.Rank);
        float[] data = [.. Enumerable.Repeat(9f, drawn.Rows * stride)];
        FactorGenerator.FillRows(random, data, drawn.Rank, standardDeviation: 0.5);
        for (int i = 0; i < data.Length; i++)
        {
            Assert.Equal(i % stride >= drawn.Rank, data[i] == 0);
            Assert.InRange(data[i], -5, 5);
        }
    }

    [SeededProperty(Runs = 60)]
    public void Generated_systems_are_symmetric_and_positive_definite(SystemCase drawn)
    {
        double[,] matrix = drawn.ToMatrix();
        Assert.NotNull(NaiveAlgebra.Cholesky(matrix, out _));
        for (int i = 0; i < drawn.Order; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(matrix[j, i], matrix[i, j]);
            }
        }
    }

    [Fact]
    public void Heavy_tails_give_a_tenth_of_the_items_a_third_of_the_ratings()
    {
        RatingMatrix ratings = RatingMatrixGenerator.HeavyTailed(new SeededRandom(5), users: 500, items: 200, count: 5000);
        int[] counts = [.. Enumerable.Range(0, 200).Select(ratings.ByItem.RowLength).OrderDescending()];
        Assert.InRange(counts.Take(20).Sum(), ratings.Count / 3, ratings.Count);
        Assert.Contains(0, Enumerable.Range(0, 500).Select(ratings.ByUser.RowLength));
    }

    [Fact]
    public void Triples_repeat_pairs_with_other_values_and_a_matrix_of_them_merges_them()
    {
        Rating[] triples = RatingMatrixGenerator.Triples(new SeededRandom(6), users: 10, items: 10, count: 200);
        IGrouping<(int, int), Rating>[] pairs = [.. triples.GroupBy(rating => (rating.User, rating.Item))];
        Assert.Contains(pairs, pair => pair.Select(rating => rating.Value).Distinct().Count() > 1);
        RatingMatrix matrix = RatingMatrix.Create(IdMap.Range(10), IdMap.Range(10), triples);
        Assert.Equal((pairs.Length, 200 - pairs.Length), (matrix.Count, matrix.DuplicateCount));
    }

    [SeededProperty(Runs = 10)]
    public void Nearly_singular_systems_have_the_condition_asked_for(NearlySingularCase drawn)
    {
        SeededRandom random = drawn.Random();
        double smallest = Math.Pow(10, -drawn.Digits);
        double[,] matrix = FactorGenerator.NearlySingular(random, drawn.Order, smallest);

        // Power iteration on A and on A^-1 finds the largest and the smallest eigenvalue.
        double[] x = [.. Enumerable.Range(0, drawn.Order).Select(_ => random.NextGaussian())];
        double[] y = [.. x];
        for (int i = 0; i < 2000; i++)
        {
            x = Normalized(NaiveAlgebra.Multiply(matrix, x));
            y = Normalized(NaiveAlgebra.Solve(matrix, y));
        }

        Assert.Equal(1, NaiveAlgebra.Multiply(matrix, x).Zip(x, (a, b) => a * b).Sum(), 1e-2);
        Assert.Equal(1, NaiveAlgebra.Multiply(matrix, y).Zip(y, (a, b) => a * b).Sum() / smallest, 1e-2);
    }

    [SeededProperty]
    public void Placed_factors_start_where_they_are_told_and_lie_between_numbers_that_are_none(FactorCase drawn)
    {
        using PlacedFactors placed = drawn.Place();
        ref float first = ref placed.View.Origin(0);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref first);
        Assert.Equal(drawn.Offset * sizeof(float), address % 64);
        Assert.All(placed.View.PaddedRow(placed.RowCount - 1).ToArray(), value => Assert.True(float.IsFinite(value)));
        if (drawn.Offset > 0)
        {
            Assert.True(float.IsNaN(Unsafe.Add(ref first, -1)));
            Assert.True(float.IsNaN(placed.View.Origin(placed.RowCount)));
        }
    }

    private static double[] Normalized(double[] x)
    {
        double norm = Math.Sqrt(x.Sum(value => value * value));
        return [.. x.Select(value => value / norm)];
    }

    /// <summary>At least of order 2: one number has the condition 1.</summary>
    public sealed record NearlySingularCase([Between(2, 13)] int Order, [Between(1, 6)] int Digits, int Seed) : SeededCase(Seed);
}

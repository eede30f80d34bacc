using System.Runtime.CompilerServices;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;
using FsCheck;
using FsCheck.Fluent;
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

    [Fact]
    public void Nearly_singular_systems_have_the_condition_asked_for() => PropertyCheck.Run(
        random =>
        {
            int order = 2 + random.NextInt32(12);
            double smallest = Math.Pow(10, -1 - random.NextInt32(6));
            double[,] matrix = FactorGenerator.NearlySingular(random, order, smallest);

            // Power iteration on A and on A^-1 finds the largest and the smallest eigenvalue.
            double[] x = [.. Enumerable.Range(0, order).Select(_ => random.NextGaussian())];
            double[] y = [.. x];
            for (int i = 0; i < 2000; i++)
            {
                x = Normalized(NaiveAlgebra.Multiply(matrix, x));
                y = Normalized(NaiveAlgebra.Solve(matrix, y));
            }

            Assert.Equal(1, NaiveAlgebra.Multiply(matrix, x).Zip(x, (a, b) => a * b).Sum(), 1e-2);
            Assert.Equal(1, NaiveAlgebra.Multiply(matrix, y).Zip(y, (a, b) => a * b).Sum() / smallest, 1e-2);
        },
        runs: 10);

    [Fact]
    public void FsCheck_draws_from_the_same_generators()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(SeededGen.RatingMatrices(), ratings => ratings.Count > 0));
        Check.QuickThrowOnFailure(Prop.ForAll(SeededGen.Systems(8), matrix => NaiveAlgebra.Cholesky(matrix, out _) is not null));
    }

    [Fact]
    public void Placed_factors_start_where_they_are_told_and_lie_between_numbers_that_are_none() => PropertyCheck.Run(random =>
    {
        int offset = random.NextInt32(16);
        using var placed = new PlacedFactors(random, 1 + random.NextInt32(5), 1 + random.NextInt32(40), offset);
        ref float first = ref placed.View.Origin(0);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref first);
        Assert.Equal(offset * sizeof(float), address % 64);
        Assert.All(placed.View.PaddedRow(placed.RowCount - 1).ToArray(), value => Assert.True(float.IsFinite(value)));
        if (offset > 0)
        {
            Assert.True(float.IsNaN(Unsafe.Add(ref first, -1)));
            Assert.True(float.IsNaN(placed.View.Origin(placed.RowCount)));
        }
    });

    private static double[] Normalized(double[] x)
    {
        double norm = Math.Sqrt(x.Sum(value => value * value));
        return [.. x.Select(value => value / norm)];
    }
}

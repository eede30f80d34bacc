using FastMf.Testing.References;
using Xunit;

namespace FastMf.Testing.Tests;

/// <summary>Small cases worked by hand: what everything else is compared with must not be wrong itself.</summary>
public class NaiveAlgebraTests
{
    private static readonly double[,] Matrix = { { 4, 2, -2 }, { 2, 10, 5 }, { -2, 5, 14 } };

    [Fact]
    public void Dot_adds_in_double_precision()
    {
        Assert.Equal(11, NaiveAlgebra.Dot([1, 2], [3, 4]));
        Assert.Equal(1, NaiveAlgebra.Dot([1e7f, 1, 1e7f], [1e7f, 1, -1e7f]));
        Assert.Equal(0, NaiveAlgebra.Dot([], []));
    }

    [Fact]
    public void Gram_is_the_sum_of_outer_products_and_counts_repeated_rows()
    {
        Assert.Equal(new double[,] { { 10, -1 }, { -1, 5 } }, NaiveAlgebra.Gram([[1, 2], [3, -1]], 2));
        Assert.Equal(new double[,] { { 2, 4 }, { 4, 8 } }, NaiveAlgebra.Gram([[1, 2], [1, 2]], 2));
        Assert.Equal(new double[2, 2], NaiveAlgebra.Gram([], 2));
    }

    [Fact]
    public void Combination_is_the_weighted_sum() => Assert.Equal([-1, 5], NaiveAlgebra.Combination([([1, 2], 2), ([3, -1], -1)], 2));

    [Fact]
    public void Multiply_takes_rows_by_the_vector() =>
        Assert.Equal([5, 11, 17], NaiveAlgebra.Multiply(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, [1, 2]));

    [Fact]
    public void Cholesky_finds_the_upper_factor()
    {
        Assert.Equal(new double[,] { { 2, 1, -1 }, { 0, 3, 2 }, { 0, 0, 3 } }, NaiveAlgebra.Cholesky(Matrix, out int failedMinor));
        Assert.Equal(0, failedMinor);
    }

    [Fact]
    public void Cholesky_names_the_first_minor_that_is_not_positive()
    {
        (double[,] Matrix, int Minor)[] cases =
        [
            (new double[,] { { 0 } }, 1),
            (new double[,] { { -1, 0 }, { 0, 1 } }, 1),
            (new double[,] { { 1, 2 }, { 2, 4 } }, 2),
            (new double[,] { { 1, 2 }, { 2, 1 } }, 2),
            (new double[,] { { 4, 2, -2 }, { 2, 10, 5 }, { -2, 5, 5 } }, 3),
            (new double[,] { { 1, 0 }, { 0, double.NaN } }, 2),
        ];
        Assert.All(cases, test =>
        {
            Assert.Null(NaiveAlgebra.Cholesky(test.Matrix, out int failedMinor));
            Assert.Equal(test.Minor, failedMinor);
            Assert.Throws<ArgumentException>("matrix", () => NaiveAlgebra.Solve(test.Matrix, new double[test.Matrix.GetLength(0)]));
        });
    }

    [Fact]
    public void Solve_finds_x_and_leaves_the_right_hand_side_alone()
    {
        double[] right = [-6, 12, 49];
        Assert.Equal([1, -1, 4], Rounded(NaiveAlgebra.Solve(Matrix, right)));
        Assert.Equal([-6, 12, 49], right);
    }

    private static IEnumerable<double> Rounded(double[] values) => values.Select(value => Math.Round(value, 12));
}

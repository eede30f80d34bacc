using FastMf.Kernels;
using FastMf.Numerics;

namespace FastMf.Testing.Generators;

/// <summary>Random factor matrices and linear systems from a seeded generator.</summary>
public static class FactorGenerator
{
    /// <summary>Rows of <paramref name="rank"/> normal numbers, each padded with zeros to the kernels' stride.</summary>
    /// <param name="random">The source.</param>
    /// <param name="destination">rowCount x stride floats, overwritten.</param>
    /// <param name="rank">Floats of a row that count.</param>
    /// <param name="standardDeviation">The standard deviation of each number.</param>
    public static void FillRows(SeededRandom random, Span<float> destination, int rank, double standardDeviation = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        int stride = FactorView.StrideFor(rank);
        destination.Clear();
        for (int row = 0; row < destination.Length / stride; row++)
        {
            foreach (ref float value in destination.Slice(row * stride, rank))
            {
                value = (float)(random.NextGaussian() * standardDeviation);
            }
        }
    }

    /// <summary>
    /// A symmetric matrix G^T G / n + d I of random G with twice as many rows as columns: positive definite, with a condition number
    /// of at most about 40 / d.
    /// </summary>
    /// <param name="random">The source.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="diagonal">d, what is added to the diagonal.</param>
    public static double[,] SymmetricPositiveDefinite(SeededRandom random, int order, double diagonal = 0.5)
    {
        ArgumentNullException.ThrowIfNull(random);
        int rows = 2 * order;
        float[][] g =
            [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, order).Select(_ => (float)random.NextGaussian()).ToArray())];
        double[,] matrix = References.NaiveAlgebra.Gram(g, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                matrix[i, j] = matrix[i, j] / rows + (i == j ? diagonal : 0);
            }
        }

        return matrix;
    }

    /// <summary>
    /// A symmetric matrix Q D Q^T with random orthogonal Q and eigenvalues from 1 down to <paramref name="smallestEigenvalue"/>, evenly
    /// on a logarithmic scale: nearly singular for a small one.
    /// </summary>
    /// <param name="random">The source.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="smallestEigenvalue">The reciprocal of the condition number, above 0 and at most 1.</param>
    public static double[,] NearlySingular(SeededRandom random, int order, double smallestEigenvalue)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallestEigenvalue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(smallestEigenvalue, 1);
        double[,] matrix = new double[order, order];
        for (int i = 0; i < order; i++)
        {
            matrix[i, i] = order == 1 ? smallestEigenvalue : Math.Pow(smallestEigenvalue, (double)i / (order - 1));
        }

        // A product of as many reflections as there are dimensions is a random rotation.
        for (int reflection = 0; reflection < order; reflection++)
        {
            Reflect(matrix, [.. Enumerable.Range(0, order).Select(_ => random.NextGaussian())]);
        }

        return matrix;
    }

    /// <summary>A becomes H A H with H = I - 2 v v^T / v^T v, exactly symmetric.</summary>
    private static void Reflect(double[,] matrix, double[] v)
    {
        int n = v.Length;
        double squares = v.Sum(value => value * value);
        double[] u = References.NaiveAlgebra.Multiply(matrix, v.AsSpan());
        double product = u.Zip(v, (x, y) => x * y).Sum();
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                double value = matrix[i, j] - 2 / squares * (v[i] * u[j] + u[i] * v[j]) + 4 * product / squares / squares * v[i] * v[j];
                matrix[i, j] = value;
                matrix[j, i] = value;
            }
        }
    }
}

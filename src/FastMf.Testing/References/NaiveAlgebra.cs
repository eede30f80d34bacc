namespace FastMf.Testing.References;

/// <summary>
/// Dense linear algebra in double precision by the defining formulas, with no regard for speed: what kernels are held against.
/// </summary>
public static class NaiveAlgebra
{
    /// <summary>x . y.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }

    /// <summary>The sum of v v^T over the given rows, each of one length: a full symmetric matrix.</summary>
    /// <param name="rows">The rows v; a row counts as often as it occurs.</param>
    /// <param name="rank">The length of each row.</param>
    public static double[,] Gram(IEnumerable<float[]> rows, int rank) => WeightedGram(rows.Select(row => (row, 1f)), rank);

    /// <summary>The sum of w v v^T over pairs of a row v and its weight w.</summary>
    public static double[,] WeightedGram(IEnumerable<(float[] Row, float Weight)> terms, int rank)
    {
        ArgumentNullException.ThrowIfNull(terms);
        double[,] gram = new double[rank, rank];
        foreach ((float[] v, float weight) in terms)
        {
            for (int i = 0; i < rank; i++)
            {
                for (int j = 0; j < rank; j++)
                {
                    gram[i, j] += (double)weight * v[i] * v[j];
                }
            }
        }

        return gram;
    }

    /// <summary>The sum of w v over pairs of a row v and its weight w.</summary>
    public static double[] Combination(IEnumerable<(float[] Row, float Weight)> terms, int rank)
    {
        ArgumentNullException.ThrowIfNull(terms);
        double[] sum = new double[rank];
        foreach ((float[] row, float weight) in terms)
        {
            for (int i = 0; i < rank; i++)
            {
                sum[i] += (double)row[i] * weight;
            }
        }

        return sum;
    }

    /// <summary>A x.</summary>
    public static double[] Multiply(double[,] matrix, ReadOnlySpan<double> x)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        double[] product = new double[matrix.GetLength(0)];
        for (int i = 0; i < product.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                product[i] += matrix[i, j] * x[j];
            }
        }

        return product;
    }

    /// <summary>
    /// The upper triangular U with U^T U = A, or the order of the first leading minor that is not positive in
    /// <paramref name="failedMinor"/>, and null.
    /// </summary>
    public static double[,]? Cholesky(double[,] matrix, out int failedMinor)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.GetLength(0);
        double[,] u = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                double sum = matrix[i, j];
                for (int p = 0; p < i; p++)
                {
                    sum -= u[p, i] * u[p, j];
                }

                if (i == j && !(sum > 0))
                {
                    failedMinor = i + 1;
                    return null;
                }

                u[i, j] = i == j ? Math.Sqrt(sum) : sum / u[i, i];
            }
        }

        failedMinor = 0;
        return u;
    }

    /// <summary>The x with A x = b for a symmetric positive definite A.</summary>
    /// <exception cref="ArgumentException">A is not positive definite.</exception>
    public static double[] Solve(double[,] matrix, ReadOnlySpan<double> rightHandSide)
    {
        double[,] u = Cholesky(matrix, out int failedMinor)
            ?? throw new ArgumentException($"The leading minor of order {failedMinor} is not positive definite.", nameof(matrix));
        double[] x = rightHandSide.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            for (int p = 0; p < i; p++)
            {
                x[i] -= u[p, i] * x[p];
            }

            x[i] /= u[i, i];
        }

        for (int i = x.Length - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < x.Length; j++)
            {
                x[i] -= u[i, j] * x[j];
            }

            x[i] /= u[i, i];
        }

        return x;
    }
}

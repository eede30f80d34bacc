using FastMf.Model;

namespace FastMf.Testing.References;

/// <summary>
/// One row of an alternating least squares problem, solved densely in double precision: the normal equations over factors and bias
/// together, with a 1 appended to every row of the other side.
/// </summary>
public static class NaiveRowSolver
{
    private const int Sweeps = 20_000;

    /// <summary>The factors and, last, the bias that minimize sum (y_j - b - x . v_j)^2 + s |x|^2 + t b^2.</summary>
    /// <param name="rows">v_j for each rating.</param>
    /// <param name="targets">y_j for each rating: the rating less everything that is fixed.</param>
    /// <param name="regularization">s and t, for as many ratings as there are rows.</param>
    /// <param name="withBias">Whether there is a bias; 0 is returned for it otherwise.</param>
    public static double[] Solve(
        IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, RowRegularization regularization, bool withBias)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] ones = [.. rows.Select(_ => 1.0)];
        return Solve(rows, targets, ones, regularization.FactorsOf(rows.Count), regularization.BiasOf(rows.Count), withBias);
    }

    /// <summary>The factors and, last, the bias that minimize sum c_j (y_j - b - x . v_j)^2 + s |x|^2 + t b^2.</summary>
    /// <param name="rows">v_j.</param>
    /// <param name="targets">y_j.</param>
    /// <param name="weights">c_j.</param>
    /// <param name="ridge">s.</param>
    /// <param name="biasRidge">t.</param>
    /// <param name="withBias">Whether there is a bias; 0 is returned for it otherwise.</param>
    /// <param name="nonNegative">Whether factors are held at 0 or above: solved by coordinate descent until nothing changes.</param>
    public static double[] Solve(
        IReadOnlyList<double[]> rows,
        IReadOnlyList<double> targets,
        IReadOnlyList<double> weights,
        double ridge,
        double biasRidge,
        bool withBias,
        bool nonNegative = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        int rank = rows[0].Length;
        int order = withBias ? rank + 1 : rank;
        double[,] matrix = new double[order, order];
        double[] right = new double[order];
        for (int n = 0; n < rows.Count; n++)
        {
            double[] row = withBias ? [.. rows[n], 1] : rows[n];
            for (int i = 0; i < order; i++)
            {
                right[i] += weights[n] * targets[n] * row[i];
                for (int j = 0; j < order; j++)
                {
                    matrix[i, j] += weights[n] * row[i] * row[j];
                }
            }
        }

        for (int i = 0; i < order; i++)
        {
            matrix[i, i] += i < rank ? ridge : biasRidge;
        }

        double[] solution = nonNegative ? SolveNonNegative(matrix, right, rank) : NaiveAlgebra.Solve(matrix, right);
        return withBias ? solution : [.. solution, 0];
    }

    /// <summary>The first <paramref name="bounded"/> coordinates are held at 0 or above.</summary>
    private static double[] SolveNonNegative(double[,] matrix, double[] right, int bounded)
    {
        double[] x = new double[right.Length];
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double change = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double rest = right[i];
                for (int j = 0; j < x.Length; j++)
                {
                    rest -= j == i ? 0 : matrix[i, j] * x[j];
                }

                double next = rest / matrix[i, i];
                next = i < bounded ? Math.Max(0, next) : next;
                change = Math.Max(change, Math.Abs(next - x[i]));
                x[i] = next;
            }

            if (change < 1e-13)
            {
                break;
            }
        }

        return x;
    }
}

using FastMf.Model;

namespace FastMf.Testing.References;

/// <summary>
/// One row of the observed-only objective, solved densely in double precision: the normal equations over factors and bias together,
/// with a 1 appended to every row of the other side.
/// </summary>
public static class NaiveRowSolver
{
    /// <summary>The factors and, last, the bias that minimize sum (y_j - b - x . v_j)^2 + s |x|^2 + t b^2.</summary>
    /// <param name="rows">v_j for each rating.</param>
    /// <param name="targets">y_j for each rating: the rating less everything that is fixed.</param>
    /// <param name="regularization">s and t.</param>
    /// <param name="withBias">Whether there is a bias; 0 is returned for it otherwise.</param>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, RowRegularization regularization, bool withBias)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        int rank = rows[0].Length;
        int order = withBias ? rank + 1 : rank;
        double[,] matrix = new double[order, order];
        double[] right = new double[order];
        for (int n = 0; n < rows.Count; n++)
        {
            double[] row = withBias ? [.. rows[n], 1] : rows[n];
            for (int i = 0; i < order; i++)
            {
                right[i] += targets[n] * row[i];
                for (int j = 0; j < order; j++)
                {
                    matrix[i, j] += row[i] * row[j];
                }
            }
        }

        for (int i = 0; i < order; i++)
        {
            matrix[i, i] += i < rank ? regularization.FactorsOf(rows.Count) : regularization.BiasOf(rows.Count);
        }

        double[] solution = NaiveAlgebra.Solve(matrix, right);
        return withBias ? solution : [.. solution, 0];
    }
}

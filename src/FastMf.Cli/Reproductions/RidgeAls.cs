using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Cli.Reproductions;

/// <summary>
/// Missing-as-zero ALS, users first, as Johnson runs it, in double precision and without regard for speed: each row is solved by a ridge
/// regression whose intercept, if it has one, is thrown away. With it the coefficients are those for the fixed rows less their mean m:
/// (V^T V - n m m^T + lambda I) u = sum r_j (v_j - m). Without it this is what <see cref="AlsTrainer"/> computes.
/// </summary>
internal static class RidgeAls
{
    public static MfModel Train(
        RatingMatrix train, int rank, int epochs, double lambda, double initialDeviation, bool discardIntercept, long seed)
    {
        // The users need no start: it would be overwritten before it is read.
        double[][] items =
            [.. Enumerable.Range(0, train.Items.Count).Select(item => Start(train, item, rank, (float)initialDeviation, seed))];
        double[][] users = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            users = HalfStep(train.ByUser, items, rank, lambda, discardIntercept);
            items = HalfStep(train.ByItem, users, rank, lambda, discardIntercept);
        }

        var objective = new RowObjective(ObjectiveKind.MissingAsZero, new RowRegularization((float)lambda, 0, 0, 0));
        var info = new ModelInfo("als", false, objective, train.Count, epochs);
        return MfModel.Create(train, Store(users, rank), Store(items, rank), userBiases: [], itemBiases: [], mean: 0, info);
    }

    /// <summary>
    /// The start of <see cref="AlsTrainer"/>: a stream of normal numbers for each row, and zeros for one without ratings.
    /// </summary>
    private static double[] Start(RatingMatrix train, int item, int rank, float deviation, long seed)
    {
        var random = new SeededRandom(seed, item);
        double[] start = new double[rank];
        for (int i = 0; i < rank && train.ByItem.RowLength(item) > 0; i++)
        {
            start[i] = (float)(random.NextGaussian() * deviation);
        }

        return start;
    }

    private static double[][] HalfStep(CompressedRows ratings, double[][] fixedRows, int rank, double lambda, bool discardIntercept)
    {
        double[] mean = new double[rank];
        if (discardIntercept)
        {
            foreach (double[] row in fixedRows)
            {
                for (int i = 0; i < rank; i++)
                {
                    mean[i] += row[i] / fixedRows.Length;
                }
            }
        }

        double[,] gram = new double[rank, rank];
        foreach (double[] row in fixedRows)
        {
            for (int i = 0; i < rank; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    gram[i, j] += (row[i] - mean[i]) * (row[j] - mean[j]);
                }
            }
        }

        Factorize(gram, rank, lambda);
        var solved = new double[ratings.RowCount][];
        for (int target = 0; target < solved.Length; target++)
        {
            double[] right = new double[rank];
            RatingRow row = ratings.Row(target);
            for (int entry = 0; entry < row.Count; entry++)
            {
                double[] fixedRow = fixedRows[row.Indexes[entry]];
                for (int i = 0; i < rank; i++)
                {
                    right[i] += row.Values[entry] * (fixedRow[i] - mean[i]);
                }
            }

            Solve(gram, right);
            solved[target] = right;
        }

        return solved;
    }

    /// <summary>Cholesky factorization L L^T of the matrix plus lambda I, in its lower triangle.</summary>
    private static void Factorize(double[,] matrix, int rank, double lambda)
    {
        for (int i = 0; i < rank; i++)
        {
            matrix[i, i] += lambda;
        }

        for (int j = 0; j < rank; j++)
        {
            for (int k = 0; k < j; k++)
            {
                for (int i = j; i < rank; i++)
                {
                    matrix[i, j] -= matrix[i, k] * matrix[j, k];
                }
            }

            double pivot = Math.Sqrt(matrix[j, j]);
            for (int i = j; i < rank; i++)
            {
                matrix[i, j] /= pivot;
            }
        }
    }

    private static void Solve(double[,] lower, double[] right)
    {
        for (int i = 0; i < right.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                right[i] -= lower[i, j] * right[j];
            }

            right[i] /= lower[i, i];
        }

        for (int i = right.Length - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < right.Length; j++)
            {
                right[i] -= lower[j, i] * right[j];
            }

            right[i] /= lower[i, i];
        }
    }

    private static FactorMatrix Store(double[][] rows, int rank)
    {
        var factors = new FactorMatrix(rows.Length, rank);
        for (int row = 0; row < rows.Length; row++)
        {
            Span<float> target = factors.View.Row(row);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = (float)rows[row][i];
            }
        }

        return factors;
    }
}

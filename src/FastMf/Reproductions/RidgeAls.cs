using FastMf.Data;
using FastMf.Model;
using FastMf.Training;
using FastMf.Training.Runs;

namespace FastMf.Reproductions;

/// <summary>
/// Missing-as-zero ALS, users first, as Johnson runs it, in double precision and without regard for speed: each row is solved by a ridge
/// regression whose intercept, if it has one, is thrown away. With it the coefficients are those for the fixed rows less their mean m:
/// (V^T V - n m m^T + lambda I) u = sum r_j (v_j - m). Without it this is what <see cref="AlsTrainer"/> computes.
/// </summary>
internal static class RidgeAls
{
    public static MfModel Train(RatingMatrix train, int rank, int epochs, double lambda, double initialDeviation, bool discardIntercept, long seed)
    {
        var parameters = new ModelParameters(train.Users.Count, train.Items.Count, rank)
        {
            MinimumRating = train.Statistics.Minimum,
            MaximumRating = train.Statistics.Maximum,
        };
        int[] userCounts = [.. Enumerable.Range(0, train.Users.Count).Select(train.ByUser.RowLength)];
        int[] itemCounts = train.ByUser.ColumnCounts(train.Items.Count);

        // The users' own start is overwritten before it is read.
        FactorInitializer.Fill(parameters.ItemFactors, (float)initialDeviation, seed, itemCounts, workers: 1, nonNegative: false);
        double[][] items = [.. Enumerable.Range(0, train.Items.Count).Select(item => Array.ConvertAll(parameters.ItemFactors.Row(item).ToArray(), value => (double)value))];
        double[][] users = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            users = HalfStep(train.ByUser, items, rank, lambda, discardIntercept);
            items = HalfStep(train.ByItem, users, rank, lambda, discardIntercept);
        }

        Store(users, parameters.UserFactors);
        Store(items, parameters.ItemFactors);
        var objective = new RowObjective(ObjectiveKind.MissingAsZero, new RowRegularization((float)lambda, 0, 0, 0));
        return new MfModel(train.Users, train.Items, parameters, userCounts, itemCounts, new ModelInfo("als", false, objective, train.Count, epochs));
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

    private static void Store(double[][] rows, FactorMatrix factors)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            Span<float> target = factors.View.Row(row);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = (float)rows[row][i];
            }
        }
    }
}

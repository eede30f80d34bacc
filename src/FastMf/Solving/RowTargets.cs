using FastMf.Model;

namespace FastMf.Solving;

/// <summary>
/// What a row's ratings add to its system, as weights of the other side's rows, in arrays that grow with the longest row met. With
/// m_j = mu + b_j, y_j = p_j - m_j and the confidence c_j: over the rated alone a row weighs 1 in the matrix and y_j in the right-hand
/// side; over all pairs, where every pair has been counted with weight 1 and target 0, it weighs c_j - 1 and c_j y_j + m_j.
/// </summary>
internal sealed class RowTargets
{
    private float[] _targets = new float[256];
    private float[] _weights = [];

    /// <summary>The weights in the right-hand side of the last row.</summary>
    public ReadOnlySpan<float> Targets(int count) => _targets.AsSpan(0, count);

    /// <summary>The weights in the matrix of the last row; empty where all are 1, or all are 0.</summary>
    public ReadOnlySpan<float> Weights(int count) => _weights.AsSpan(0, _weights.Length == 0 ? 0 : count);

    /// <summary>Fills both for a row, and returns its scalars.</summary>
    public RowScalars Fill(in FixedSide side, ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings, in RowObjective objective)
    {
        Reserve(indexes.Length, objective.Kind == ObjectiveKind.Implicit);
        float ridge = objective.Regularization.FactorsOf(indexes.Length);
        float biasRidge = objective.Regularization.BiasOf(indexes.Length);
        double targets = 0;
        double squares = 0;
        if (side.Global is not { } global)
        {
            for (int i = 0; i < indexes.Length; i++)
            {
                float y = ratings[i] - side.Mean - side.Biases[indexes[i]];
                _targets[i] = y;
                targets += y;
                squares += (double)y * y;
            }

            return new RowScalars(ridge, biasRidge, (double)indexes.Length + biasRidge, targets, squares);
        }

        double weights = 0;
        for (int i = 0; i < indexes.Length; i++)
        {
            float m = side.Mean + side.Biases[indexes[i]];
            float c = objective.WeightOf(ratings[i]);
            float y = objective.TargetOf(ratings[i]) - m;
            _targets[i] = c * y + m;
            targets += _targets[i];
            squares += (double)c * y * y - (double)m * m;
            weights += c - 1;
            if (_weights.Length > 0)
            {
                _weights[i] = c - 1;
            }
        }

        return new RowScalars(
            ridge, biasRidge, global.Count + weights + biasRidge, global.TargetSum + targets, global.SquaredTargetSum + squares);
    }

    private void Reserve(int count, bool weighted)
    {
        if (_targets.Length < count)
        {
            _targets = new float[Math.Max(count, 2 * _targets.Length)];
        }

        if (weighted && _weights.Length < _targets.Length)
        {
            _weights = new float[_targets.Length];
        }
    }
}

/// <summary>The scalars of a row's system, beside its matrix and vectors.</summary>
/// <param name="Ridge">s, on the diagonal.</param>
/// <param name="BiasRidge">t, in the corner.</param>
/// <param name="Corner">d = sum c_j + t.</param>
/// <param name="Targets">g = sum c_j y_j, the corner's right-hand side.</param>
/// <param name="Squares">sum c_j y_j^2: the loss at x = 0, b = 0.</param>
internal readonly record struct RowScalars(float Ridge, float BiasRidge, double Corner, double Targets, double Squares)
{
    /// <summary>
    /// (g - Z . F) / (d - Z . Z). The divisor is positive for a positive definite system; rounding may leave less than nothing of it when
    /// the bias is all but a combination of the factors, and the factors then do its work.
    /// </summary>
    public float BiasOf(float borderTimesRight, float borderTimesBorder)
    {
        double pivot = Corner - borderTimesBorder;
        return pivot > 1e-6 * Corner ? (float)((Targets - borderTimesRight) / pivot) : 0;
    }
}

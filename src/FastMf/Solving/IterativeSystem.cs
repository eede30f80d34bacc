using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// A row's bordered system [A s; s^T d] [x; b] = [c; t] without its matrix: what a vector's product with it needs are the gathered rows,
/// 4 k operations for each, and where missing ratings count the matrix G of all rows. Residuals are kept for each rated row: with the
/// weight w in the matrix and y in the right-hand side, e = y - w (v . x + b).
/// </summary>
internal sealed class IterativeSystem : IDisposable
{
    private readonly KernelSet _kernels;
    private readonly RowTargets _targets = new();
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _right;
    private float[] _errors = new float[256];
    private float[] _scores = new float[256];

    public IterativeSystem(KernelSet kernels, int rank)
    {
        _kernels = kernels;
        _x = new AlignedBuffer(FactorView.StrideFor(rank));
        _right = new AlignedBuffer(FactorView.StrideFor(rank));
    }

    /// <summary>x.</summary>
    public Span<float> X => _x.Span;

    /// <summary>b.</summary>
    public float Bias { get; set; }

    /// <summary>The scalars of the row.</summary>
    public RowSums Sums { get; private set; }

    /// <summary>e for each rated row.</summary>
    public Span<float> Errors(int count) => _errors.AsSpan(0, count);

    /// <summary>w for each rated row; empty where all are 1, or, if missing ratings count, all 0.</summary>
    public ReadOnlySpan<float> Weights(int count) => _targets.Weights(count);

    /// <summary>Starts from the row as it is.</summary>
    public void Start(in FixedSide side, in RowInput row, in RowObjective objective)
    {
        int count = row.Indexes.Length;
        if (_errors.Length < count)
        {
            _errors = new float[Math.Max(count, 2 * _errors.Length)];
            _scores = new float[_errors.Length];
        }

        Sums = _targets.Fill(side, row.Indexes, row.Ratings, objective);
        if (row.Factors.IsEmpty)
        {
            X.Clear();
        }
        else
        {
            row.Factors.CopyTo(X);
        }

        Bias = row.Bias;
        _targets.Targets(count).CopyTo(_errors);
        Subtract(side, row.Indexes, side.Factors, X, Bias);
    }

    /// <summary>e -= w (v . step + biasStep), for the columns of the view.</summary>
    public void Subtract(in FixedSide side, ReadOnlySpan<int> indexes, FactorView columns, ReadOnlySpan<float> step, float biasStep)
    {
        bool weighted = !Weights(indexes.Length).IsEmpty;
        if (side.All is not null && !weighted)
        {
            return;
        }

        Span<float> scores = _scores.AsSpan(0, indexes.Length);
        _kernels.DotGatheredUnchecked(columns, indexes, step, scores);
        ReadOnlySpan<float> weights = Weights(indexes.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            float change = scores[i] + biasStep;
            _errors[i] -= weighted ? weights[i] * change : change;
        }
    }

    /// <summary>b += step, and what follows from it for the residuals.</summary>
    public void StepBias(in FixedSide side, ReadOnlySpan<int> indexes, float step)
    {
        Bias += step;
        ReadOnlySpan<float> weights = Weights(indexes.Length);
        if (side.All is not null && weights.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < indexes.Length; i++)
        {
            _errors[i] -= weights.IsEmpty ? step : weights[i] * step;
        }
    }

    /// <summary>c - A x - b s, and returned t - s . x - d b; 0 without a bias.</summary>
    public double Residual(in FixedSide side, ReadOnlySpan<int> indexes, bool withBias, Span<float> residual)
    {
        residual.Clear();
        double biasResidual = -Sums.BiasRidge * (double)Bias;
        if (side.All is { } all)
        {
            all.Multiply(_kernels, X, residual);
            for (int i = 0; i < residual.Length; i++)
            {
                residual[i] = all.Right[i] - residual[i] - Bias * all.Border[i];
            }

            biasResidual += all.Targets - _kernels.Dot(all.Border, X) - all.Count * (double)Bias;
        }

        _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, Errors(indexes.Length), residual);
        foreach (float error in Errors(indexes.Length))
        {
            biasResidual += error;
        }

        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] = MathF.FusedMultiplyAdd(-Sums.Ridge, X[i], residual[i]);
        }

        return withBias ? biasResidual : 0;
    }

    /// <summary>What x and b are worth, given their residuals.</summary>
    /// <remarks>
    /// With z = [x; b], M the matrix and r the residual: sum c y^2 - 2 z . [c; t] + z^T M z, where M z = [c; t] - r, is
    /// sum c y^2 - z . [c; t] - z . r.
    /// </remarks>
    public RowSolution Solution(in FixedSide side, ReadOnlySpan<int> indexes, ReadOnlySpan<float> residual, double biasResidual)
    {
        Span<float> right = _right.Span;
        right.Clear();
        if (side.All is { } all)
        {
            all.Right.CopyTo(right);
        }

        _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, _targets.Targets(indexes.Length), right);
        double loss = Sums.Squares - _kernels.Dot(X, right) - Bias * Sums.Targets - _kernels.Dot(X, residual) - Bias * biasResidual;
        double penalty = Sums.Ridge * (double)_kernels.Dot(X, X) + Sums.BiasRidge * (double)Bias * Bias;
        return new RowSolution(Bias, penalty, Math.Max(0, loss - penalty));
    }

    public void Dispose()
    {
        _x.Dispose();
        _right.Dispose();
    }
}

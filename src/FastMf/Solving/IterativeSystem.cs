using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// A row's bordered system [A z; z^T d] [x; b] = [f; g] without its matrix: what a vector's product with it needs are the gathered rows,
/// 4 k operations for each, and where missing ratings count the Gramian G of all rows. Residuals are kept for each rated row: with the
/// weight w in the matrix and y in the right-hand side, e = y - w (v . x + b).
/// </summary>
internal sealed class IterativeSystem : IDisposable
{
    private readonly KernelSet _kernels;
    private readonly bool _withBias;
    private readonly RowTargets _targets = new();
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _right;
    private float[] _errors = new float[256];
    private float[] _scores = new float[256];

    public IterativeSystem(KernelSet kernels, int rank, bool withBias)
    {
        _kernels = kernels;
        _withBias = withBias;
        _x = new AlignedBuffer(FactorView.StrideFor(rank));
        _right = new AlignedBuffer(FactorView.StrideFor(rank));
    }

    /// <summary>x.</summary>
    public Span<float> X => _x.Span;

    /// <summary>b.</summary>
    public float Bias { get; set; }

    /// <summary>The scalars of the row.</summary>
    public RowScalars Scalars { get; private set; }

    /// <summary>e for each rated row.</summary>
    public Span<float> Errors(int count) => _errors.AsSpan(0, count);

    /// <summary>w for each rated row; empty where all are 1, or, if missing ratings count, all 0.</summary>
    public ReadOnlySpan<float> Weights(int count) => _targets.Weights(count);

    /// <summary>Starts from the row as it is.</summary>
    public void Start(in FixedSide side, in RatedRow row, ReadOnlySpan<float> factors, float bias, in RowObjective objective)
    {
        int count = row.Indexes.Length;
        if (_errors.Length < count)
        {
            _errors = new float[Math.Max(count, 2 * _errors.Length)];
            _scores = new float[_errors.Length];
        }

        Scalars = _targets.Fill(side, row.Indexes, row.Ratings, objective);
        factors.CopyTo(X);
        Bias = bias;
        _targets.Targets(count).CopyTo(_errors);
        Subtract(side, row.Indexes, side.Factors, X, Bias);
    }

    /// <summary>e -= w (v . step + biasStep), for the columns of the view.</summary>
    public void Subtract(in FixedSide side, ReadOnlySpan<int> indexes, FactorView columns, ReadOnlySpan<float> step, float biasStep)
    {
        ReadOnlySpan<float> weights = Weights(indexes.Length);
        if (side.Global is not null && weights.IsEmpty)
        {
            return;
        }

        Span<float> scores = _scores.AsSpan(0, indexes.Length);
        _kernels.DotGatheredUnchecked(columns, indexes, step, scores);
        TensorPrimitives.Add(scores, biasStep, scores);
        SubtractWeighted(scores, weights);
    }

    /// <summary>b += step, and what follows from it for the residuals.</summary>
    public void StepBias(in FixedSide side, ReadOnlySpan<int> indexes, float step)
    {
        Bias += step;
        ReadOnlySpan<float> weights = Weights(indexes.Length);
        if (side.Global is not null && weights.IsEmpty)
        {
            return;
        }

        Span<float> scores = _scores.AsSpan(0, indexes.Length);
        scores.Fill(step);
        SubtractWeighted(scores, weights);
    }

    /// <summary>f - A x - b z, and returned g - z . x - d b; 0 without a bias.</summary>
    public double Residual(in FixedSide side, ReadOnlySpan<int> indexes, Span<float> residual)
    {
        residual.Clear();
        double biasResidual = -Scalars.BiasRidge * (double)Bias;
        if (side.Global is { } global)
        {
            global.Residual(_kernels, X, Bias, residual);
            biasResidual += global.TargetSum - _kernels.Dot(global.FactorSum, X) - global.Count * (double)Bias;
        }

        _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, Errors(indexes.Length), residual);
        foreach (float error in Errors(indexes.Length))
        {
            biasResidual += error;
        }

        TensorPrimitives.FusedMultiplyAdd(X, -Scalars.Ridge, residual, residual);
        return _withBias ? biasResidual : 0;
    }

    /// <summary>What x and b are worth, given their residuals.</summary>
    /// <remarks>
    /// With p = [x; b], M the matrix and r the residual: sum c y^2 - 2 p . [f; g] + p^T M p, where M p = [f; g] - r, is
    /// sum c y^2 - p . [f; g] - p . r.
    /// </remarks>
    public RowSolution Solution(in FixedSide side, ReadOnlySpan<int> indexes, ReadOnlySpan<float> residual, double biasResidual)
    {
        Span<float> right = _right.Span;
        right.Clear();
        if (side.Global is { } global)
        {
            global.RightHandSide.CopyTo(right);
        }

        _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, _targets.Targets(indexes.Length), right);
        double loss = Scalars.Squares - _kernels.Dot(X, right) - Bias * Scalars.Targets
            - _kernels.Dot(X, residual) - Bias * biasResidual;
        double penalty = Scalars.Ridge * (double)_kernels.Dot(X, X) + Scalars.BiasRidge * (double)Bias * Bias;
        return new RowSolution(Bias, penalty, Math.Max(0, loss - penalty));
    }

    public void Dispose()
    {
        _x.Dispose();
        _right.Dispose();
    }

    /// <summary>e -= w change, the product rounded by itself; the change is overwritten.</summary>
    private void SubtractWeighted(Span<float> change, ReadOnlySpan<float> weights)
    {
        if (!weights.IsEmpty)
        {
            TensorPrimitives.Multiply(change, weights, change);
        }

        Span<float> errors = Errors(change.Length);
        TensorPrimitives.Subtract(errors, change, errors);
    }
}

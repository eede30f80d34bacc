using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// One pass of block coordinate descent over a row, from the row as it is: some factors at a time are solved exactly for the others as
/// they are (iALS++, Rendle et al. 2021), with residuals kept for each rating. k times the block's width operations for each rating
/// instead of k^2, and never a rise of the loss.
/// </summary>
internal sealed class BlockCoordinateRowSolver : IterativeRowSolver
{
    private readonly int _rank;
    private readonly int _stride;
    private readonly int _blockSize;
    private readonly AlignedBuffer _gramian;
    private readonly AlignedBuffer _workspace;
    private readonly AlignedBuffer _vectors;

    /// <param name="kernels">The kernels.</param>
    /// <param name="rank">Factors of a row.</param>
    /// <param name="withBias">Whether there is a bias.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="blockSize">Factors of a block, a multiple of 16.</param>
    public BlockCoordinateRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective, int blockSize)
        : base(kernels, rank, withBias, objective)
    {
        _rank = rank;
        _stride = FactorView.StrideFor(rank);
        _blockSize = Math.Min(blockSize, _stride);
        _gramian = new AlignedBuffer(KernelSet.GramLength(_blockSize));
        _workspace = new AlignedBuffer(KernelSet.WorkspaceLength(_blockSize));
        _vectors = new AlignedBuffer(2 * _blockSize + _stride);
    }

    public override void Dispose()
    {
        base.Dispose();
        _gramian.Dispose();
        _workspace.Dispose();
        _vectors.Dispose();
    }

    protected override bool TryImprove(in FixedSide side, ReadOnlySpan<int> indexes, out RowSolution solution, out int failedMinor)
    {
        for (int first = 0; first < _rank; first += _blockSize)
        {
            if (!TrySolveBlock(side, indexes, first, Math.Min(_blockSize, _rank - first), out failedMinor))
            {
                solution = default;
                return false;
            }
        }

        Span<float> residual = _vectors.Slice(2 * _blockSize, _stride);
        double biasResidual = Row.Residual(side, indexes, residual);
        if (WithBias)
        {
            Row.StepBias(side, indexes, (float)(biasResidual / Row.Scalars.Corner));
            biasResidual = Row.Residual(side, indexes, residual);
        }

        (solution, failedMinor) = (Row.Solution(side, indexes, residual, biasResidual), 0);
        return true;
    }

    private bool TrySolveBlock(in FixedSide side, ReadOnlySpan<int> indexes, int first, int count, out int failedMinor)
    {
        int width = FactorView.StrideFor(count);
        FactorView columns = side.Factors.Columns(first, count);
        Span<float> gramian = _gramian.Slice(0, KernelSet.GramLength(count));
        Span<float> right = _vectors.Slice(0, width);
        AssembleBlock(side, indexes, first, count, gramian, right);
        Span<float> x = Row.X.Slice(first, count);
        float ridge = Row.Scalars.Ridge;
        SymmetricMatrix.AddToDiagonal(gramian, count, width, ridge);
        TensorPrimitives.FusedMultiplyAdd(x, -ridge, right[..count], right[..count]);
        if (!Kernels.TryFactorize(gramian, count, out failedMinor))
        {
            failedMinor += first;
            return false;
        }

        Kernels.Solve(gramian, count, right);
        TensorPrimitives.Add(x, right[..count], x);
        Row.Subtract(side, indexes, columns, right, 0);
        return true;
    }

    /// <summary>The block's part of A, and the residual of the right-hand side but for the ridge.</summary>
    private void AssembleBlock(in FixedSide side, ReadOnlySpan<int> indexes, int first, int count, Span<float> gramian, Span<float> right)
    {
        FactorView columns = side.Factors.Columns(first, count);
        Span<float> border = _vectors.Slice(_blockSize, right.Length);
        var equations = new NormalEquations(gramian, right, border, _workspace.Slice(0, KernelSet.WorkspaceLength(count)));
        var gathered = new GatheredRows(indexes, Row.Errors(indexes.Length)) { Weights = Row.Weights(indexes.Length) };
        if (side.Global is not { } global)
        {
            Kernels.ComputeNormalEquationsUnchecked(columns, gathered, equations);
            return;
        }

        right.Clear();
        global.AddBlock(Kernels, first, count, Row.X, Row.Bias, gramian, right);
        if (gathered.Weights.IsEmpty)
        {
            Kernels.AccumulateCombinationUnchecked(columns, indexes, gathered.Targets, right);
        }
        else
        {
            Kernels.AccumulateNormalEquationsUnchecked(columns, gathered, equations);
        }
    }
}

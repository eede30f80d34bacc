using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// One pass of block coordinate descent over a row, from the row as it is: some factors at a time are solved exactly for the others as
/// they are (iALS++, Rendle et al. 2021), with residuals kept for each rating. k times the block's width operations for each rating
/// instead of k^2, and never a rise of the loss.
/// </summary>
internal sealed class BlockCoordinateRowSolver : IRowSolver
{
    private readonly KernelSet _kernels;
    private readonly int _rank;
    private readonly int _stride;
    private readonly bool _withBias;
    private readonly RowObjective _objective;
    private readonly int _blockSize;
    private readonly IterativeSystem _system;
    private readonly AlignedBuffer _gram;
    private readonly AlignedBuffer _workspace;
    private readonly AlignedBuffer _vectors;
    private RowSolution _solution;
    private int _failedMinor;

    /// <param name="kernels">The kernels.</param>
    /// <param name="rank">Factors of a row.</param>
    /// <param name="withBias">Whether there is a bias.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="blockSize">Factors of a block, a multiple of 16.</param>
    public BlockCoordinateRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective, int blockSize)
    {
        _kernels = kernels;
        _rank = rank;
        _stride = FactorView.StrideFor(rank);
        _withBias = withBias;
        _objective = objective;
        _blockSize = Math.Min(blockSize, _stride);
        _system = new IterativeSystem(kernels, rank);
        _gram = new AlignedBuffer(KernelSet.GramLength(_blockSize));
        _workspace = new AlignedBuffer(KernelSet.WorkspaceLength(_blockSize));
        _vectors = new AlignedBuffer(2 * _blockSize + _stride);
    }

    public int Capacity => 1;

    public void Gather(int slot, in FixedSide side, in RowInput row)
    {
        _failedMinor = 0;
        _system.Start(side, row, _objective);
        for (int first = 0; first < _rank; first += _blockSize)
        {
            if (!TrySolveBlock(side, row.Indexes, first, Math.Min(_blockSize, _rank - first)))
            {
                return;
            }
        }

        Span<float> residual = _vectors.Slice(2 * _blockSize, _stride);
        double biasResidual = _system.Residual(side, row.Indexes, _withBias, residual);
        if (_withBias)
        {
            float step = (float)(biasResidual / _system.Sums.Corner);
            _system.StepBias(side, row.Indexes, step);
            biasResidual = _system.Residual(side, row.Indexes, _withBias, residual);
        }

        _solution = _system.Solution(side, row.Indexes, residual, biasResidual);
    }

    public void Solve(int count, GlobalGramian? all)
    {
    }

    public int FailedMinor(int slot) => _failedMinor;

    public ReadOnlySpan<float> Factors(int slot) => _system.X;

    public RowSolution Solution(int slot) => _solution;

    public void Dispose()
    {
        _system.Dispose();
        _gram.Dispose();
        _workspace.Dispose();
        _vectors.Dispose();
    }

    private bool TrySolveBlock(in FixedSide side, ReadOnlySpan<int> indexes, int first, int count)
    {
        int width = FactorView.StrideFor(count);
        FactorView columns = side.Factors.Columns(first, count);
        Span<float> gram = _gram.Slice(0, KernelSet.GramLength(count));
        Span<float> right = _vectors.Slice(0, width);
        Span<float> x = _system.X.Slice(first, width);
        var equations = new NormalEquations(gram, right, _vectors.Slice(_blockSize, width), _workspace.Slice(0, KernelSet.WorkspaceLength(count)));
        var gathered = new GatheredRows(indexes, _system.Errors(indexes.Length)) { Weights = _system.Weights(indexes.Length) };
        if (side.All is not { } all)
        {
            _kernels.ComputeNormalEquations(columns, gathered, equations);
        }
        else
        {
            right.Clear();
            all.AddBlock(_kernels, first, count, _system.X, _system.Bias, gram, right);
            if (gathered.Weights.IsEmpty)
            {
                _kernels.AccumulateCombination(columns, indexes, gathered.Targets, right);
            }
            else
            {
                _kernels.AccumulateNormalEquations(columns, gathered, equations);
            }
        }

        float ridge = _system.Sums.Ridge;
        for (int i = 0; i < count; i++)
        {
            gram[i * (width + 1)] += ridge;
            right[i] = MathF.FusedMultiplyAdd(-ridge, x[i], right[i]);
        }

        if (!_kernels.TryFactorize(gram, count, out int failedMinor))
        {
            _failedMinor = first + failedMinor;
            return false;
        }

        _kernels.Solve(gram, count, right);
        for (int i = 0; i < count; i++)
        {
            x[i] += right[i];
        }

        _system.Subtract(side, indexes, columns, right, 0);
        return true;
    }
}

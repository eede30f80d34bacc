using FastMf.Kernels;
using FastMf.Kernels.Unchecked;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// The bordered normal equations [A z; z^T d] [x; b] = [f; g] of some rows, one system in each slot, with the memory to solve them in.
/// Nothing is allocated once the longest row has been met.
/// </summary>
internal sealed class RowSystems : IDisposable
{
    private readonly KernelSet _kernels;
    private readonly RowObjective _objective;
    private readonly int _gramianLength;
    private readonly AlignedBuffer _gramians;
    private readonly AlignedBuffer _rights;
    private readonly AlignedBuffer _borders;
    private readonly AlignedBuffer _workspace;
    private readonly RowTargets _targets = new();
    private readonly RowScalars[] _scalars;
    private readonly int[] _failedMinors;
    private readonly float[] _biases;
    private readonly double[] _losses;

    public RowSystems(KernelSet kernels, int rank, bool withBias, in RowObjective objective, int capacity)
    {
        _kernels = kernels;
        _objective = objective;
        Rank = rank;
        Stride = FactorView.StrideFor(rank);
        WithBias = withBias;
        Capacity = capacity;
        _gramianLength = KernelSet.GramLength(rank);
        _gramians = new AlignedBuffer((nint)capacity * _gramianLength);
        _rights = new AlignedBuffer(capacity * Stride);
        _borders = new AlignedBuffer(capacity * Stride);
        _workspace = new AlignedBuffer(KernelSet.WorkspaceLength(rank));
        for (int slot = 0; slot < capacity; slot++)
        {
            // Slots that are never filled are solved along with the others.
            SymmetricMatrix.AddToDiagonal(Gramian(slot), rank, Stride, 1);
        }

        _scalars = new RowScalars[capacity];
        _failedMinors = new int[capacity];
        _biases = new float[capacity];
        _losses = new double[capacity];
    }

    public int Rank { get; }

    /// <summary>The leading dimension of the matrices.</summary>
    public int Stride { get; }

    public bool WithBias { get; }

    /// <summary>The number of slots.</summary>
    public int Capacity { get; }

    /// <summary>A of every slot, one after the other.</summary>
    public Span<float> Gramians => _gramians.Span;

    /// <summary>f of every slot, one after the other.</summary>
    public Span<float> Rights => _rights.Span;

    /// <summary>z of every slot, one after the other; empty without a bias.</summary>
    public Span<float> Borders => WithBias ? _borders.Span : [];

    /// <summary>0 where a slot's system has been solved, otherwise the order of the first leading minor that is not positive.</summary>
    public Span<int> FailedMinors => _failedMinors;

    /// <summary>Floats for anybody between assembling and solving, two rows at least.</summary>
    public Span<float> Workspace => _workspace.Span;

    /// <summary>A, of which the upper triangle counts; factorizations take its place.</summary>
    public Span<float> Gramian(int slot) => _gramians.Slice((nint)slot * _gramianLength, _gramianLength);

    /// <summary>f, and when the slot is solved x in its place.</summary>
    public Span<float> Right(int slot) => _rights.Slice(slot * Stride, Stride);

    /// <summary>z; empty without a bias.</summary>
    public Span<float> Border(int slot) => WithBias ? _borders.Slice(slot * Stride, Stride) : [];

    public ref readonly RowScalars Scalars(int slot) => ref _scalars[slot];

    /// <summary>Sets a row's system up. Where all rows share one factorization A is left alone.</summary>
    public void Assemble(int slot, in FixedSide side, in RatedRow row)
    {
        ReadOnlySpan<int> indexes = row.Indexes;
        RowScalars scalars = _targets.Fill(side, indexes, row.Ratings, _objective);
        _scalars[slot] = scalars;
        Span<float> gramian = Gramian(slot);
        var equations = new NormalEquations(gramian, Right(slot), _borders.Slice(slot * Stride, Stride), _workspace.Span);
        ReadOnlySpan<float> targets = _targets.Targets(indexes.Length);
        var gathered = new GatheredRows(indexes, targets) { Weights = _targets.Weights(indexes.Length), Upcoming = row.Prefetch };
        if (side.Global is not { } global)
        {
            _kernels.ComputeNormalEquationsUnchecked(side.Factors, gathered, equations);
        }
        else
        {
            global.RightHandSide.CopyTo(equations.Right);
            global.FactorSum.CopyTo(equations.Border);
            if (!global.HasFactorization)
            {
                global.Matrix.CopyTo(gramian);
            }

            if (_objective.Kind == ObjectiveKind.Implicit)
            {
                _kernels.AccumulateNormalEquationsUnchecked(side.Factors, gathered, equations);
            }
            else
            {
                _kernels.AccumulateCombinationUnchecked(side.Factors, indexes, targets, equations.Right);
            }

            if (global.HasFactorization)
            {
                return;
            }
        }

        SymmetricMatrix.AddToDiagonal(gramian, Rank, Stride, scalars.Ridge);
    }

    /// <summary>Keeps what solving a slot has given beside x: the bias, and the row's loss with its penalty.</summary>
    public void SetSolution(int slot, float bias, double loss) => (_biases[slot], _losses[slot]) = (bias, loss);

    /// <summary>Splits the loss of a solved slot into penalty and squared errors.</summary>
    public RowSolution Solution(int slot)
    {
        Span<float> x = Right(slot);
        float bias = _biases[slot];
        double penalty = _scalars[slot].Ridge * (double)_kernels.Dot(x, x) + _scalars[slot].BiasRidge * (double)bias * bias;
        return new RowSolution(bias, penalty, Math.Max(0, _losses[slot] - penalty));
    }

    public void Dispose()
    {
        _gramians.Dispose();
        _rights.Dispose();
        _borders.Dispose();
        _workspace.Dispose();
    }
}

using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// Solves rows of the objective exactly: for a user the factors x and the bias b that minimize
/// sum_j c_j (p_j - mu - b_j - b - x . v_j)^2 + s |x|^2 + t b^2 for fixed items, over the rated j or over all; items alike, with users in
/// the place of items.
/// </summary>
/// <remarks>
/// With y_j = p_j - mu - b_j the normal equations are bordered: [A s; s^T d] [x; b] = [c; t], where A = sum c_j v v^T + ridge,
/// s = sum c_j v, d = sum c_j + its ridge, c = sum c_j y v, t = sum c_j y. One factorization A = U^T U and two forward substitutions,
/// f = U^-T c and z = U^-T s, give b = (t - z . f) / (d - z . z) and U x = f - b z: learning the bias jointly costs one more
/// substitution, not a wider matrix. Rows of small rank are solved several at a time, see <see cref="Capacity"/>. Holds the workspace of
/// one thread; nothing is allocated once it has met its longest row.
/// </remarks>
internal sealed class RowSolver : IRowSolver
{
    private const int MaximumSweeps = 500;

    /// <summary>Above it the matrices and factors of 16 systems no longer fit the second-level cache beside the rows they are made of.</summary>
    public const int MaximumInterleavedRank = 64;

    /// <summary>From this number of systems on, 16 at once take less time than each by itself.</summary>
    private const int MinimumInterleaved = 6;

    /// <summary>Coordinate descent ends where its progress is lost in the rounding of floats.</summary>
    private const double SweepTolerance = 1e-11;

    private readonly KernelSet _kernels;
    private readonly int _rank;
    private readonly int _stride;
    private readonly int _gramLength;
    private readonly bool _withBias;
    private readonly RowObjective _objective;
    private readonly AlignedBuffer _grams;
    private readonly AlignedBuffer _rights;
    private readonly AlignedBuffer _borders;
    private readonly AlignedBuffer _workspace;
    private readonly AlignedBuffer _factors;
    private readonly RowTargets _targets = new();
    private readonly RowSums[] _sums;
    private readonly RowSolution[] _solutions;
    private readonly int[] _failedMinors;

    public RowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    {
        _kernels = kernels;
        _rank = rank;
        _stride = FactorView.StrideFor(rank);
        _gramLength = KernelSet.GramLength(rank);
        _withBias = withBias;
        _objective = objective;
        Capacity = rank <= MaximumInterleavedRank ? KernelSet.InterleavedSystems : 1;
        _grams = new AlignedBuffer((nint)Capacity * _gramLength);
        _rights = new AlignedBuffer(Capacity * _stride);
        _borders = new AlignedBuffer(Capacity * _stride);
        _workspace = new AlignedBuffer(KernelSet.WorkspaceLength(rank));
        _factors = new AlignedBuffer(Capacity > 1 ? KernelSet.InterleavedLength(rank) : 0);
        for (int slot = 0; slot < Capacity; slot++)
        {
            // Slots that are never filled are solved along with the others.
            AddToDiagonal(Gram(slot), 1);
        }

        _sums = new RowSums[Capacity];
        _solutions = new RowSolution[Capacity];
        _failedMinors = new int[Capacity];
    }

    /// <summary>
    /// How many rows are solved at a time: up to some rank, as many as the interleaved kernels take, one in each lane. Without influence
    /// on the results.
    /// </summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    public void Gather(int slot, in FixedSide side, in RowInput row)
    {
        ReadOnlySpan<int> indexes = row.Indexes;
        RowSums sums = _targets.Fill(side, indexes, row.Ratings, _objective);
        _sums[slot] = sums;
        Span<float> gram = Gram(slot);
        var equations = new NormalEquations(gram, Right(slot), Border(slot), _workspace.Span);
        ReadOnlySpan<float> targets = _targets.Targets(indexes.Length);
        var gathered = new GatheredRows(indexes, targets) { Weights = _targets.Weights(indexes.Length), Upcoming = row.Upcoming };
        if (side.All is not { } all)
        {
            _kernels.ComputeNormalEquations(side.Factors, gathered, equations);
        }
        else
        {
            all.Right.CopyTo(equations.Right);
            all.Border.CopyTo(equations.Border);
            if (!all.HasSharedFactor)
            {
                all.Gram.CopyTo(gram);
            }

            if (_objective.Kind == ObjectiveKind.Implicit)
            {
                _kernels.AccumulateNormalEquations(side.Factors, gathered, equations);
            }
            else
            {
                _kernels.AccumulateCombination(side.Factors, indexes, targets, equations.Right);
            }

            if (all.HasSharedFactor)
            {
                return;
            }
        }

        AddToDiagonal(gram, sums.Ridge);
    }

    /// <inheritdoc/>
    public void Solve(int count, GlobalGramian? all)
    {
        if (all is { HasSharedFactor: true })
        {
            for (int slot = 0; slot < count; slot++)
            {
                SolveShared(slot, all);
            }
        }
        else if (_objective.NonNegative)
        {
            for (int slot = 0; slot < count; slot++)
            {
                SolveNonNegative(slot);
            }
        }
        else
        {
            SolveByCholesky(count);
        }
    }

    /// <inheritdoc/>
    public int FailedMinor(int slot) => _failedMinors[slot];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Factors(int slot) => Right(slot);

    /// <inheritdoc/>
    public RowSolution Solution(int slot) => _solutions[slot];

    public void Dispose()
    {
        _grams.Dispose();
        _rights.Dispose();
        _borders.Dispose();
        _workspace.Dispose();
        _factors.Dispose();
    }

    private void SolveByCholesky(int count)
    {
        bool isInterleaved = Capacity > 1 && count >= MinimumInterleaved;
        if (isInterleaved)
        {
            Span<float> borders = _withBias ? _borders.Span : [];
            _kernels.FactorizeInterleaved(_grams.Span, _rank, _rights.Span, borders, _factors.Span, _failedMinors.AsSpan(0, count));
        }
        else
        {
            for (int slot = 0; slot < count; slot++)
            {
                _kernels.TryFactorize(Gram(slot), _rank, Right(slot), _withBias ? Border(slot) : [], out _failedMinors[slot]);
            }
        }

        for (int slot = 0; slot < count; slot++)
        {
            RowSums sums = _sums[slot];
            Span<float> f = Right(slot);
            float bias = 0;

            // c . x = f . (f - b z), and at the minimum the loss is sum c y^2 - c . x - t b: no other pass over the ratings.
            double explained = _kernels.Dot(f, f);
            if (_withBias)
            {
                Span<float> z = Border(slot);
                float zf = _kernels.Dot(z, f);
                bias = BiasOf(sums, zf, _kernels.Dot(z, z));
                explained -= bias * (double)zf;
                AddMultiple(f, -bias, z);
            }

            _solutions[slot] = new RowSolution(bias, 0, sums.Squares - explained - bias * sums.Targets);
        }

        if (isInterleaved)
        {
            _kernels.SolveBackInterleaved(_factors.Span, _rank, _rights.Span, count);
        }

        for (int slot = 0; slot < count; slot++)
        {
            if (!isInterleaved)
            {
                _kernels.SolveBack(Gram(slot), _rank, Right(slot));
            }

            Complete(slot);
        }
    }

    /// <summary>As with a factorization of its own; w = A^-1 c and z = A^-1 s here.</summary>
    private void SolveShared(int slot, GlobalGramian all)
    {
        _failedMinors[slot] = all.FailedMinor;
        if (all.FailedMinor != 0)
        {
            return;
        }

        RowSums sums = _sums[slot];
        Span<float> right = Border(slot);
        Span<float> w = Right(slot);
        w.CopyTo(right);
        _kernels.Solve(all.Factor, _rank, w);
        float bias = 0;
        if (_withBias)
        {
            bias = BiasOf(sums, _kernels.Dot(all.Border, w), _kernels.Dot(all.Border, all.BorderSolution));
            AddMultiple(w, -bias, all.BorderSolution);
        }

        _solutions[slot] = new RowSolution(bias, 0, sums.Squares - _kernels.Dot(right, w) - bias * sums.Targets);
        Complete(slot);
    }

    private void SolveNonNegative(int slot)
    {
        RowSums sums = _sums[slot];
        Span<float> x = _workspace.Slice(0, _stride);
        Span<float> right = _workspace.Slice(_stride, _stride);
        Span<float> gradient = Right(slot);
        gradient.CopyTo(right);
        Span<float> border = _withBias ? Border(slot) : [];
        _failedMinors[slot] = FirstNonPositive(Gram(slot));
        if (_failedMinors[slot] != 0)
        {
            return;
        }

        _kernels.SolveNonNegative(
            Gram(slot),
            _rank,
            border,
            (float)sums.Corner,
            (float)sums.Targets,
            gradient,
            x,
            out float bias,
            MaximumSweeps,
            SweepTolerance);

        // The loss sum c y^2 - 2 c . x - 2 t b + x^T A x + 2 b s . x + d b^2 with A x = gradient + c - b s.
        double loss = sums.Squares + _kernels.Dot(x, gradient) - _kernels.Dot(x, right) - 2 * sums.Targets * bias + sums.Corner * bias * bias;
        if (_withBias)
        {
            loss += bias * (double)_kernels.Dot(x, border);
        }

        x.CopyTo(gradient);
        _solutions[slot] = new RowSolution(bias, 0, loss);
        Complete(slot);
    }

    /// <summary>Splits the loss at the minimum into penalty and squared errors.</summary>
    private void Complete(int slot)
    {
        Span<float> x = Right(slot);
        RowSolution solution = _solutions[slot];
        double penalty = _sums[slot].Ridge * (double)_kernels.Dot(x, x) + _sums[slot].BiasRidge * (double)solution.Bias * solution.Bias;
        _solutions[slot] = new RowSolution(solution.Bias, penalty, Math.Max(0, solution.SquaredErrors - penalty));
    }

    /// <summary>
    /// d - z . z is positive for a positive definite system; rounding may leave less than nothing of it when the bias is all but a
    /// combination of the factors, and the factors then do its work.
    /// </summary>
    private static float BiasOf(in RowSums sums, float borderTimesRight, float borderTimesBorder)
    {
        double pivot = sums.Corner - borderTimesBorder;
        return pivot > 1e-6 * sums.Corner ? (float)((sums.Targets - borderTimesRight) / pivot) : 0;
    }

    /// <summary>0, or the position from 1 of the first diagonal element that leaves a coordinate without a minimum.</summary>
    private int FirstNonPositive(ReadOnlySpan<float> gram)
    {
        for (int i = 0; i < _rank; i++)
        {
            float curvature = gram[i * (_stride + 1)];
            if (!(curvature > 0 && float.IsFinite(curvature)))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static void AddMultiple(Span<float> target, float factor, ReadOnlySpan<float> source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = MathF.FusedMultiplyAdd(factor, source[i], target[i]);
        }
    }

    private void AddToDiagonal(Span<float> gram, float value)
    {
        for (int i = 0; i < _rank; i++)
        {
            gram[i * (_stride + 1)] += value;
        }
    }

    private Span<float> Gram(int slot) => _grams.Slice((nint)slot * _gramLength, _gramLength);

    private Span<float> Right(int slot) => _rights.Slice(slot * _stride, _stride);

    private Span<float> Border(int slot) => _borders.Slice(slot * _stride, _stride);
}

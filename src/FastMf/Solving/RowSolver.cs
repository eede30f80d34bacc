using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>
/// Solves one row of the observed-only objective exactly: for a user with ratings r_j of items with factors v_j and biases b_j, the
/// factors x and the bias b that minimize
/// sum_j (r_j - mu - b_j - b - x . v_j)^2 + l_x |x|^2 + l_b b^2. Items are solved alike, with users in the place of items.
/// </summary>
/// <remarks>
/// With y_j = r_j - mu - b_j the normal equations are bordered: [A s; s^T d] [x; b] = [c; t], where A = sum v v^T + l_x I,
/// s = sum v, c = sum y v, d = n + l_b, t = sum y. One factorization of A and two solves, A w = c and A z = s, give
/// b = (t - s . w) / (d - s . z) and x = w - b z: learning the bias jointly costs one more solve, not a wider matrix.
/// Holds the workspace of one thread; nothing is allocated once it has met its longest row.
/// </remarks>
internal sealed class RowSolver : IDisposable
{
    private readonly KernelSet _kernels;
    private readonly int _rank;
    private readonly int _stride;
    private readonly bool _withBias;
    private readonly AlignedBuffer _gram;
    private readonly AlignedBuffer _vectors;
    private readonly AlignedBuffer _workspace;
    private float[] _targets = new float[256];
    private float[] _ones = [];

    public RowSolver(KernelSet kernels, int rank, bool withBias)
    {
        _kernels = kernels;
        _rank = rank;
        _stride = FactorView.StrideFor(rank);
        _withBias = withBias;
        _gram = new AlignedBuffer(KernelSet.GramLength(rank));
        _vectors = new AlignedBuffer(4 * _stride);
        _workspace = new AlignedBuffer(KernelSet.WorkspaceLength(rank));
    }

    /// <summary>
    /// Solves a row. Returns 0 when the system was positive definite, otherwise the order of the first minor that was not; the outputs
    /// are then zeros. A row without ratings gets zeros too, the minimum of its regularization.
    /// </summary>
    /// <param name="others">The fixed factors.</param>
    /// <param name="otherBiases">The fixed biases.</param>
    /// <param name="mean">mu.</param>
    /// <param name="indexes">The rated rows of <paramref name="others"/>.</param>
    /// <param name="ratings">The ratings, one for each index.</param>
    /// <param name="regularization">l_x and l_b.</param>
    /// <param name="factors">x with its padding, overwritten.</param>
    /// <param name="result">The bias and what the minimum is.</param>
    public int Solve(
        FactorView others,
        ReadOnlySpan<float> otherBiases,
        float mean,
        ReadOnlySpan<int> indexes,
        ReadOnlySpan<float> ratings,
        RowRegularization regularization,
        Span<float> factors,
        out RowSolution result)
    {
        result = default;
        factors.Clear();
        if (indexes.IsEmpty)
        {
            return 0;
        }

        Span<float> targets = Targets(otherBiases, mean, indexes, ratings, out double sum, out double squares);
        Span<float> gram = _gram.Span;
        Span<float> right = Vector(0);
        Span<float> combination = Vector(1);
        _kernels.ComputeNormalEquations(others, new GatheredRows(indexes, targets), new NormalEquations(gram, right, Vector(2), _workspace.Span));
        float ridge = regularization.FactorsOf(indexes.Length);
        for (int i = 0; i < _rank; i++)
        {
            gram[i * _stride + i] += ridge;
        }

        if (!_kernels.TryFactorize(gram, _rank, out int failedMinor))
        {
            return failedMinor;
        }

        right.CopyTo(combination);
        _kernels.Solve(gram, _rank, combination);
        float bias = _withBias ? SolveBias(others, indexes, right, sum, regularization.BiasOf(indexes.Length), combination) : 0;
        combination.CopyTo(factors);

        // At the minimum of |y - M t|^2 + t^T L t the value is y^T y - (M^T y)^T t, which saves another pass over the ratings.
        double minimum = squares - _kernels.Dot(right, combination) - bias * sum;
        double penalty = ridge * (double)_kernels.Dot(combination, combination)
            + regularization.BiasOf(indexes.Length) * (double)bias * bias;
        result = new RowSolution(bias, penalty, Math.Max(0, minimum - penalty));
        return 0;
    }

    public void Dispose()
    {
        _gram.Dispose();
        _vectors.Dispose();
        _workspace.Dispose();
    }

    /// <summary>The border of the system; turns w in <paramref name="solution"/> into x and returns b.</summary>
    private float SolveBias(
        FactorView others, ReadOnlySpan<int> indexes, ReadOnlySpan<float> right, double sum, float biasRidge, Span<float> solution)
    {
        Span<float> border = Vector(2);
        Span<float> z = Vector(3);
        border.Clear();
        _kernels.AccumulateCombination(others, indexes, _ones.AsSpan(0, indexes.Length), border);
        border.CopyTo(z);
        _kernels.Solve(_gram.Span, _rank, z);

        // d - s . z is positive for a positive definite system; rounding may leave less than nothing of it when the bias is all but
        // a combination of the factors, and the factors then do its work.
        float corner = indexes.Length + biasRidge;
        float pivot = corner - _kernels.Dot(border, z);
        float bias = pivot > 1e-6f * corner ? ((float)sum - _kernels.Dot(right, z)) / pivot : 0;
        for (int i = 0; i < solution.Length; i++)
        {
            solution[i] = MathF.FusedMultiplyAdd(-bias, z[i], solution[i]);
        }

        return bias;
    }

    /// <summary>y_j = r_j - mu - b_j, with their sum and the sum of their squares.</summary>
    private Span<float> Targets(
        ReadOnlySpan<float> otherBiases, float mean, ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings, out double sum, out double squares)
    {
        Reserve(indexes.Length);
        Span<float> targets = _targets.AsSpan(0, indexes.Length);
        sum = 0;
        squares = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            float target = ratings[i] - mean - otherBiases[indexes[i]];
            targets[i] = target;
            sum += target;
            squares += (double)target * target;
        }

        return targets;
    }

    private void Reserve(int count)
    {
        if (_targets.Length < count)
        {
            _targets = new float[Math.Max(count, 2 * _targets.Length)];
        }

        if (_withBias && _ones.Length < _targets.Length)
        {
            _ones = new float[_targets.Length];
            Array.Fill(_ones, 1);
        }
    }

    private Span<float> Vector(int number) => _vectors.Slice(number * _stride, _stride);
}

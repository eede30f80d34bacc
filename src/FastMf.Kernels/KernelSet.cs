using System.Runtime.Intrinsics;
using FastMf.Kernels.Cholesky.Interleaved;
using FastMf.Kernels.Gram;
using FastMf.Kernels.Instructions;
using FastMf.Kernels.Sgd;
using static FastMf.Kernels.KernelArguments;

namespace FastMf.Kernels;

/// <summary>
/// The kernels at one vector width. Safe for any number of threads; nothing is allocated. Arguments are checked for their lengths;
/// row indexes inside them are not: they must lie within the view.
/// </summary>
/// <remarks>
/// Levels with fused multiply-add give the same bits. Without it results differ by rounding: for sums of n products of magnitude m
/// by at most about n m 2^-24.
/// </remarks>
public sealed class KernelSet
{
    /// <summary>The largest rank that the kernels accept; a Gram matrix of it takes 64 MB.</summary>
    public const int MaximumRank = 4096;

    /// <summary>The number of systems that <see cref="FactorizeInterleaved"/> works on at once.</summary>
    public const int InterleavedSystems = 16;

    private static readonly KernelSet[] Sets =
    [
        new(SimdLevel.Vector128, new WidthKernels<Lanes128, Vector128<float>>()),
        new(SimdLevel.Vector128Fused, new WidthKernels<Lanes128Fused, Vector128<float>>()),
        new(SimdLevel.Vector256, new WidthKernels<Lanes256, Vector256<float>>()),
        new(SimdLevel.Vector512, new WidthKernels<Lanes512, Vector512<float>>()),
    ];

    private readonly WidthKernels _kernels;

    private KernelSet(SimdLevel level, WidthKernels kernels) => (Level, _kernels) = (level, kernels);

    /// <summary>The kernels for the widest vectors that this processor has, chosen once.</summary>
    public static KernelSet Best { get; } = For(Hardware.BestLevel);

    /// <summary>The vector width of these kernels.</summary>
    public SimdLevel Level { get; }

    /// <summary>The kernels at <paramref name="level"/>; they work on every processor, if slowly where the level is emulated.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a defined level.</exception>
    public static KernelSet For(SimdLevel level) =>
        (uint)level < (uint)Sets.Length
            ? Sets[(int)level]
            : throw new ArgumentOutOfRangeException(nameof(level), level, "Choose a defined SIMD level.");

    /// <summary>The number of floats in a Gram matrix of the given rank: stride x stride.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int GramLength(int rank)
    {
        RequireRank(rank);
        return FactorView.StrideFor(rank) * FactorView.StrideFor(rank);
    }

    /// <summary>The floats that computing normal equations of the given rank needs as workspace: two panels of gathered rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int WorkspaceLength(int rank)
    {
        RequireRank(rank);
        return 2 * GramPanel.Length(FactorView.StrideFor(rank));
    }

    /// <summary>The floats that the factors of <see cref="InterleavedSystems"/> systems of the given rank take.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not in [1, <see cref="MaximumRank"/>].</exception>
    public static int InterleavedLength(int rank)
    {
        RequireRank(rank);
        return InterleavedLayout.Length(rank, InterleavedSystems);
    }

    /// <summary>x . y over 16 logical lanes, the same bits at every fused level.</summary>
    /// <param name="x">A padded row: a multiple of 16 floats.</param>
    /// <param name="y">A padded row of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 16.</exception>
    public float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length || x.Length % 16 != 0)
        {
            throw new ArgumentException($"Padded rows of one length are needed, a multiple of 16; got {x.Length} and {y.Length} floats.", nameof(y));
        }

        return x.IsEmpty ? 0 : _kernels.Dot(x, y);
    }

    /// <summary>result[i] = row (first + i) . x, for i in [0, result.Length).</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="x">A padded row, <see cref="FactorView.Width"/> floats.</param>
    /// <param name="result">Overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length, or the rows asked for do not exist.</exception>
    public void DotRows(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result)
    {
        RequireLength(x.Length, rows.Width, nameof(x));
        RequireRows(first, result.Length, rows);
        _kernels.DotRows(rows, first, x, result);
    }

    /// <summary>
    /// results[q * pitch + i] = row (first + i) . query q, for i in [0, count), with the bits of <see cref="Dot"/>: many queries at once,
    /// for which a row is read from memory once.
    /// </summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="queries">The queries, of the same rank.</param>
    /// <param name="results">Overwritten but for what lies between one query's results and the next one's.</param>
    /// <param name="pitch">Floats from the results of one query to those of the next; at best not a power of two.</param>
    /// <exception cref="ArgumentException">Ranks differ, rows asked for do not exist, or results do not fit.</exception>
    public void DotBlock(FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch)
    {
        RequireLength(queries.Rank, rows.Rank, nameof(queries));
        RequireRows(first, count, rows);
        if (count == 0 || queries.RowCount == 0)
        {
            return;
        }

        if (pitch < count || results.Length < (queries.RowCount - 1) * pitch + count)
        {
            throw new ArgumentException($"{queries.RowCount} x {count} results, {pitch} apart, do not fit {results.Length} floats.", nameof(results));
        }

        _kernels.DotBlock(rows, first, count, queries, results, pitch);
    }

    /// <summary>values[i] = (constant + offsets[i]) + values[i].</summary>
    /// <param name="values">Overwritten.</param>
    /// <param name="offsets">As many.</param>
    /// <param name="constant">Added to each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void AddOffsets(Span<float> values, ReadOnlySpan<float> offsets, float constant)
    {
        RequireLength(offsets.Length, values.Length, nameof(offsets));
        _kernels.AddOffsets(values, offsets, constant);
    }

    /// <summary>How many of the values are above the bar; NaN is not.</summary>
    public int CountAbove(ReadOnlySpan<float> values, float bar) => _kernels.CountAbove(values, bar);

    /// <summary>result[i] = row indexes[i] . x.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="indexes">The rows to gather, each within the view; not checked.</param>
    /// <param name="x">A padded row, <see cref="FactorView.Width"/> floats.</param>
    /// <param name="result">Overwritten; one number for each index.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        RequireLength(x.Length, rows.Width, nameof(x));
        RequireLength(result.Length, indexes.Length, nameof(result));
        _kernels.DotGathered(rows, indexes, x, result);
    }

    /// <summary>
    /// The normal equations of gathered rows v with weights w and targets y: A = sum w v v^T, c = sum y v, s = sum w v. Padding columns
    /// of the results are zero.
    /// </summary>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows.</param>
    /// <param name="sums">Overwritten; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void ComputeNormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        RequireFit(rows, gathered, sums);
        if (gathered.Indexes.IsEmpty)
        {
            sums.Gram.Clear();
            sums.Right.Clear();
            sums.Border.Clear();
            return;
        }

        _kernels.NormalEquations(rows, gathered, sums, add: false);
    }

    /// <summary>The same, added to what is in <paramref name="sums"/>.</summary>
    /// <param name="rows">The matrix of which rows are gathered; its padding is zero.</param>
    /// <param name="gathered">The rows.</param>
    /// <param name="sums">Added to; A in its upper triangle, what is left of the diagonal is undefined.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void AccumulateNormalEquations(in FactorView rows, in GatheredRows gathered, in NormalEquations sums)
    {
        RequireFit(rows, gathered, sums);
        _kernels.NormalEquations(rows, gathered, sums, add: true);
    }

    /// <summary>sum += sum over the gathered rows v of weight v; with ratings as weights, the right-hand side of the normal equations.</summary>
    /// <param name="rows">The matrix of which rows are gathered.</param>
    /// <param name="indexes">The rows to gather, each within the view; not checked.</param>
    /// <param name="weights">One weight for each gathered row.</param>
    /// <param name="sum"><see cref="FactorView.Width"/> floats, added to.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void AccumulateCombination(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> sum)
    {
        RequireLength(weights.Length, indexes.Length, nameof(weights));
        RequireLength(sum.Length, rows.Width, nameof(sum));
        _kernels.AccumulateCombination(rows, indexes, weights, sum);
    }

    /// <summary>Cholesky factorization A = U^T U, in place.</summary>
    /// <param name="matrix">
    /// stride x stride floats, row-major. Read: the upper triangle of A and its padding columns, which must be zero. Overwritten on
    /// success: the upper triangle by U, with the reciprocals 1 / u_ii on the diagonal; what lies left of the diagonal in its
    /// 16-float block by zeros; rows from the rank to the next multiple of 4 by rows of the identity. On failure the upper triangle
    /// holds U in the rows above the failed minor's strip of 4, and is undefined from there on.
    /// </param>
    /// <param name="rank">The order of A.</param>
    /// <param name="failedMinor">0, or the order of the first leading minor of A that is not positive definite.</param>
    /// <returns>
    /// Whether A is positive definite in float arithmetic: every pivot is finite and more than 2^-20 of its diagonal element, so that
    /// it cannot be mere rounding.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> has another length.</exception>
    public bool TryFactorize(Span<float> matrix, int rank, out int failedMinor) => TryFactorize(matrix, rank, [], [], out failedMinor);

    /// <summary><see cref="TryFactorize(Span{float}, int, out int)"/>, with the forward substitution of right-hand sides along the way.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="right">stride floats, b followed by zeros, overwritten by U^-T b; or empty.</param>
    /// <param name="border">A second right-hand side; or empty.</param>
    /// <param name="failedMinor">0, or the order of the first leading minor of A that is not positive definite.</param>
    /// <returns>Whether A is positive definite in float arithmetic.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public bool TryFactorize(Span<float> matrix, int rank, Span<float> right, Span<float> border, out int failedMinor)
    {
        RequireLength(matrix.Length, GramLength(rank), nameof(matrix));
        RequireLengthOrEmpty(right.Length, FactorView.StrideFor(rank), nameof(right));
        RequireLengthOrEmpty(border.Length, FactorView.StrideFor(rank), nameof(border));
        failedMinor = _kernels.Factorize(matrix, rank, right, border);
        return failedMinor == 0;
    }

    /// <summary>
    /// Cholesky factorizations of <see cref="InterleavedSystems"/> matrices at once, one in each lane, with the forward substitutions of
    /// their right-hand sides: the way to solve many systems of small rank. Each has the bits that <see cref="TryFactorize(Span{float},
    /// int, Span{float}, Span{float}, out int)"/> and <see cref="SolveBack"/> give it.
    /// </summary>
    /// <param name="matrices">
    /// The matrices one after the other. Read: as in <see cref="TryFactorize(Span{float}, int, out int)"/>. All are worked on, even if
    /// fewer results are asked for; those beyond should be positive definite as well, for speed. Changed only when one is not.
    /// </param>
    /// <param name="rank">The order of each.</param>
    /// <param name="rights">stride floats for each matrix, b followed by zeros, overwritten by U^-T b; or empty.</param>
    /// <param name="borders">A second right-hand side for each matrix; or empty.</param>
    /// <param name="factors">Overwritten by the factors in a layout of their own; <see cref="InterleavedLength"/> floats.</param>
    /// <param name="failedMinors">
    /// For each system asked for, 0 or the order of the first leading minor that is not positive definite; its results then mean nothing.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void FactorizeInterleaved(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors)
    {
        int vectors = InterleavedSystems * FactorView.StrideFor(rank);
        RequireLength(matrices.Length, (nint)InterleavedSystems * GramLength(rank), nameof(matrices));
        RequireLengthOrEmpty(rights.Length, vectors, nameof(rights));
        RequireLengthOrEmpty(borders.Length, vectors, nameof(borders));
        RequireLength(factors.Length, InterleavedLength(rank), nameof(factors));
        RequireLength(Math.Min(failedMinors.Length, InterleavedSystems), failedMinors.Length, nameof(failedMinors));
        _kernels.FactorizeInterleaved(matrices, rank, rights, borders, factors, failedMinors);
    }

    /// <summary>Back substitution with the factors of <see cref="FactorizeInterleaved"/>: U x = y.</summary>
    /// <param name="factors">The factors, unchanged.</param>
    /// <param name="rank">The order of each system.</param>
    /// <param name="rights">stride floats for each matrix: y followed by zeros; overwritten by x followed by zeros.</param>
    /// <param name="systems">How many systems are to be solved, the first ones.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="systems"/> is not in [0, <see cref="InterleavedSystems"/>].</exception>
    public void SolveBackInterleaved(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(systems);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(systems, InterleavedSystems);
        RequireLength(factors.Length, InterleavedLength(rank), nameof(factors));
        RequireLength(rights.Length, InterleavedSystems * FactorView.StrideFor(rank), nameof(rights));
        _kernels.SolveBackInterleaved(factors, rank, rights, systems);
    }

    /// <summary>Solves A x = b by forward and back substitution.</summary>
    /// <param name="factor">What <see cref="TryFactorize(Span{float}, int, out int)"/> made of A, unchanged.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="rightHandSide">stride floats: b followed by zeros; overwritten by x followed by zeros.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Solve(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide)
    {
        RequireSystem(factor, rank, rightHandSide);
        _kernels.Solve(factor, rank, rightHandSide);
    }

    /// <summary>Back substitution alone: U x = y.</summary>
    /// <param name="factor">What <see cref="TryFactorize(Span{float}, int, out int)"/> made of A, unchanged.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="right">stride floats: y followed by zeros; overwritten by x followed by zeros.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void SolveBack(ReadOnlySpan<float> factor, int rank, Span<float> right)
    {
        RequireSystem(factor, rank, right);
        _kernels.SolveBack(factor, rank, right);
    }

    /// <summary>
    /// Minimizes x^T A x / 2 - c^T x + b s^T x + d b^2 / 2 - t b over x at 0 or above and any b, by coordinate descent from zeros.
    /// </summary>
    /// <param name="matrix">stride x stride floats: the upper triangle of A, with a positive diagonal; the lower one is overwritten.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="border">s, stride floats; empty for no b.</param>
    /// <param name="corner">d, above 0 when there is a b.</param>
    /// <param name="cornerRight">t.</param>
    /// <param name="gradient">stride floats: c followed by zeros; overwritten by the gradient A x + b s - c at the result.</param>
    /// <param name="x">stride floats, overwritten.</param>
    /// <param name="bias">b; 0 when <paramref name="border"/> is empty.</param>
    /// <param name="maximumSweeps">The most sweeps over all coordinates.</param>
    /// <param name="tolerance">Sweeping ends when a sweep's progress is at most this share of the progress of all.</param>
    /// <returns>The number of sweeps made.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public int SolveNonNegative(
        Span<float> matrix,
        int rank,
        ReadOnlySpan<float> border,
        float corner,
        float cornerRight,
        Span<float> gradient,
        Span<float> x,
        out float bias,
        int maximumSweeps,
        double tolerance)
    {
        RequireSystem(matrix, rank, gradient);
        RequireLengthOrEmpty(border.Length, gradient.Length, nameof(border));
        RequireLength(x.Length, gradient.Length, nameof(x));
        x.Clear();
        bias = 0;
        foreach (ref float value in gradient)
        {
            value = -value;
        }

        return _kernels.SolveNonNegative(matrix, rank, border, corner, cornerRight, gradient, x, ref bias, maximumSweeps, tolerance);
    }

    /// <summary>Biased SGD: updates the model by every sample, in order.</summary>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their indexes lie within the model and are not checked.</param>
    /// <param name="step">Step widths, regularization and loss.</param>
    /// <returns>Loss and squared errors, each taken before its update; not finite when the parameters have diverged.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<SgdSample> samples, in SgdStep step)
    {
        RequireFit(model);
        return _kernels.SgdUpdate(model, samples, step);
    }

    /// <inheritdoc cref="SgdUpdate(SgdModel, ReadOnlySpan{SgdSample}, in SgdStep)"/>
    /// <remarks>The model is the part of one that a block covers. Both layouts of the same samples give the same bits.</remarks>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<BlockSample> samples, in SgdStep step) => SgdUpdate(model, samples, default, step);

    /// <inheritdoc cref="SgdUpdate(SgdModel, ReadOnlySpan{BlockSample}, in SgdStep)"/>
    /// <param name="model">The parameters, updated in place.</param>
    /// <param name="samples">The ratings; their indexes lie within the model and are not checked.</param>
    /// <param name="upcoming">The ratings of the same block that the next call will bring, asked for in advance; they change no result.</param>
    /// <param name="step">Step widths, regularization and loss.</param>
    public SgdSums SgdUpdate(SgdModel model, ReadOnlySpan<BlockSample> samples, ReadOnlySpan<BlockSample> upcoming, in SgdStep step)
    {
        RequireFit(model);
        return _kernels.SgdUpdate(model, samples, upcoming, step);
    }

    /// <summary>Pairwise ranking: updates the model by every comparison, in order.</summary>
    /// <param name="model">The parameters, updated in place; user biases are not.</param>
    /// <param name="samples">The comparisons; their indexes lie within the model and are not checked.</param>
    /// <param name="step">Step widths; mean, loss and the order of steps are not used.</param>
    /// <returns>Loss and squared distance of the probability from 1, each taken before its update.</returns>
    /// <exception cref="ArgumentException">The model's parts do not fit each other.</exception>
    public SgdSums PreferenceUpdate(SgdModel model, ReadOnlySpan<PreferenceSample> samples, in SgdStep step)
    {
        RequireFit(model);
        return _kernels.PreferenceUpdate(model, samples, step);
    }

    /// <summary>The sum of the squared differences between ratings and their predictions.</summary>
    /// <param name="block">What to predict with.</param>
    /// <param name="offsets">
    /// One number for each user u and one more, ascending: his ratings are those from offsets[u] - offsets[0] to offsets[u + 1] - offsets[0].
    /// </param>
    /// <param name="items">The item of each rating; it lies within the block and is not checked.</param>
    /// <param name="values">Each rating.</param>
    /// <exception cref="ArgumentException">The block's parts do not fit each other, or the ratings do not fit them.</exception>
    public double SumSquaredErrors(in PredictionBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        RequireFit(block);
        RequireLength(offsets.Length, block.Users.RowCount + 1, nameof(offsets));
        RequireLength(items.Length, offsets[^1] - offsets[0], nameof(items));
        RequireLength(values.Length, items.Length, nameof(values));
        return _kernels.SumSquaredErrors(block, offsets, items, values);
    }
}

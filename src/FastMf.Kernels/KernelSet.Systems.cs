using static FastMf.Kernels.KernelArguments;

namespace FastMf.Kernels;

public abstract partial class KernelSet
{
    /// <summary>Cholesky factorization (potrf) A = U^T U, in place.</summary>
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
    /// <example>
    /// <code><![CDATA[
    /// int stride = FactorView.StrideFor(rank: 2);
    /// float[] matrix = new float[KernelSet.GramLength(rank: 2)];
    /// (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5); // the upper triangle of A
    /// bool isDefinite = KernelSet.Best.TryFactorize(matrix, rank: 2, out int failedMinor); // true, 0
    /// float u01 = matrix[1]; // 1
    /// float reciprocal = matrix[0]; // 1 / u00 = 0.5
    /// ]]></code>
    /// </example>
    public bool TryFactorize(Span<float> matrix, int rank, out int failedMinor) => TryFactorize(matrix, rank, [], [], out failedMinor);

    /// <summary>
    /// <see cref="TryFactorize(Span{float}, int, out int)"/>, with the forward substitution (trsv) of right-hand sides along the way.
    /// </summary>
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
        failedMinor = FactorizeCore(matrix, rank, right, border);
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
    /// <example>
    /// <code><![CDATA[
    /// const int Systems = KernelSet.InterleavedSystems;
    /// int stride = FactorView.StrideFor(rank: 1);
    /// float[] matrices = new float[Systems * KernelSet.GramLength(rank: 1)];
    /// float[] rights = new float[Systems * stride];
    /// float[] factors = new float[KernelSet.InterleavedLength(rank: 1)];
    /// int[] failedMinors = new int[Systems];
    /// for (int system = 0; system < Systems; system++)
    /// {
    ///     matrices[system * KernelSet.GramLength(rank: 1)] = 4;
    ///     rights[system * stride] = system;
    /// }
    ///
    /// KernelSet.Best.FactorizeInterleaved(matrices, rank: 1, rights, borders: [], factors, failedMinors); // 0 in each failed minor
    /// ]]></code>
    /// </example>
    public void FactorizeInterleaved(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors)
    {
        int vectors = InterleavedSystems * FactorView.StrideFor(rank);
        RequireLength(matrices.Length, (nint)InterleavedSystems * GramLength(rank), nameof(matrices));
        RequireLengthOrEmpty(rights.Length, vectors, nameof(rights));
        RequireLengthOrEmpty(borders.Length, vectors, nameof(borders));
        RequireLength(factors.Length, InterleavedLength(rank), nameof(factors));
        RequireLength(Math.Min(failedMinors.Length, InterleavedSystems), failedMinors.Length, nameof(failedMinors));
        FactorizeInterleavedCore(matrices, rank, rights, borders, factors, failedMinors);
    }

    /// <summary>Back substitution (trsv) with the factors of <see cref="FactorizeInterleaved"/>: U x = y.</summary>
    /// <param name="factors">The factors, unchanged.</param>
    /// <param name="rank">The order of each system.</param>
    /// <param name="rights">stride floats for each matrix: y followed by zeros; overwritten by x followed by zeros.</param>
    /// <param name="systems">How many systems are to be solved, the first ones.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="systems"/> is not in [0, <see cref="InterleavedSystems"/>].
    /// </exception>
    /// <example>
    /// <code><![CDATA[
    /// const int Systems = KernelSet.InterleavedSystems;
    /// int stride = FactorView.StrideFor(rank: 1);
    /// float[] matrices = new float[Systems * KernelSet.GramLength(rank: 1)];
    /// float[] rights = new float[Systems * stride];
    /// float[] factors = new float[KernelSet.InterleavedLength(rank: 1)];
    /// for (int system = 0; system < Systems; system++)
    /// {
    ///     matrices[system * KernelSet.GramLength(rank: 1)] = 4;
    ///     rights[system * stride] = system;
    /// }
    ///
    /// KernelSet.Best.FactorizeInterleaved(matrices, rank: 1, rights, borders: [], factors, failedMinors: new int[Systems]);
    /// KernelSet.Best.SolveBackInterleaved(factors, rank: 1, rights, systems: Systems);
    /// float x6 = rights[6 * stride]; // 6 / 4
    /// ]]></code>
    /// </example>
    public void SolveBackInterleaved(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(systems);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(systems, InterleavedSystems);
        RequireLength(factors.Length, InterleavedLength(rank), nameof(factors));
        RequireLength(rights.Length, InterleavedSystems * FactorView.StrideFor(rank), nameof(rights));
        SolveBackInterleavedCore(factors, rank, rights, systems);
    }

    /// <summary>Solves A x = b by forward and back substitution (potrs).</summary>
    /// <param name="factor">What <see cref="TryFactorize(Span{float}, int, out int)"/> made of A, unchanged.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="rightHandSide">stride floats: b followed by zeros; overwritten by x followed by zeros.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <example>
    /// <code><![CDATA[
    /// int stride = FactorView.StrideFor(rank: 2);
    /// float[] matrix = new float[KernelSet.GramLength(rank: 2)];
    /// float[] x = new float[stride];
    /// (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5);
    /// (x[0], x[1]) = (10, 13); // b
    /// if (KernelSet.Best.TryFactorize(matrix, rank: 2, out _))
    /// {
    ///     KernelSet.Best.Solve(matrix, rank: 2, x); // 1.5, 2
    /// }
    /// ]]></code>
    /// </example>
    public void Solve(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide)
    {
        RequireSystem(factor, rank, rightHandSide);
        SolveCore(factor, rank, rightHandSide);
    }

    /// <summary>Back substitution (trsv) alone: U x = y.</summary>
    /// <param name="factor">What <see cref="TryFactorize(Span{float}, int, out int)"/> made of A, unchanged.</param>
    /// <param name="rank">The order of A.</param>
    /// <param name="right">stride floats: y followed by zeros; overwritten by x followed by zeros.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <example>
    /// <code><![CDATA[
    /// int stride = FactorView.StrideFor(rank: 2);
    /// float[] matrix = new float[KernelSet.GramLength(rank: 2)];
    /// float[] x = new float[stride];
    /// (matrix[0], matrix[1], matrix[stride + 1]) = (4, 2, 5);
    /// (x[0], x[1]) = (10, 13);
    /// if (KernelSet.Best.TryFactorize(matrix, rank: 2, right: x, border: [], out _))
    /// {
    ///     KernelSet.Best.SolveBack(matrix, rank: 2, x); // 1.5, 2: the forward substitution went along with the factorization
    /// }
    /// ]]></code>
    /// </example>
    public void SolveBack(ReadOnlySpan<float> factor, int rank, Span<float> right)
    {
        RequireSystem(factor, rank, right);
        SolveBackCore(factor, rank, right);
    }

    /// <summary>
    /// Minimizes x^T A x / 2 - c^T x + b s^T x + d b^2 / 2 - t b over x at 0 or above and any b, by coordinate descent from zeros.
    /// </summary>
    /// <param name="matrix">
    /// stride x stride floats: the upper triangle of A, with a positive diagonal; the lower one is overwritten.
    /// </param>
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
    /// <example>
    /// <code><![CDATA[
    /// int stride = FactorView.StrideFor(rank: 2);
    /// float[] matrix = new float[KernelSet.GramLength(rank: 2)], gradient = new float[stride], x = new float[stride];
    /// (matrix[0], matrix[stride + 1]) = (2, 2);
    /// (gradient[0], gradient[1]) = (2, -2); // c
    /// int sweeps = KernelSet.Best.SolveNonNegative(
    ///     matrix, rank: 2, border: [], corner: 0, cornerRight: 0, gradient, x, out _, maximumSweeps: 10, tolerance: 1e-6); // x = 1, 0
    /// ]]></code>
    /// </example>
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

        return SolveNonNegativeCore(matrix, rank, border, corner, cornerRight, gradient, x, ref bias, maximumSweeps, tolerance);
    }

    /// <returns>0, or the order of the first leading minor that is not positive definite.</returns>
    private protected abstract int FactorizeCore(Span<float> matrix, int rank, Span<float> right, Span<float> border);

    private protected abstract void FactorizeInterleavedCore(
        Span<float> matrices, int rank, Span<float> rights, Span<float> borders, Span<float> factors, Span<int> failedMinors);

    private protected abstract void SolveBackInterleavedCore(ReadOnlySpan<float> factors, int rank, Span<float> rights, int systems);

    private protected abstract void SolveCore(ReadOnlySpan<float> factor, int rank, Span<float> rightHandSide);

    private protected abstract void SolveBackCore(ReadOnlySpan<float> factor, int rank, Span<float> right);

    private protected abstract int SolveNonNegativeCore(
        Span<float> matrix,
        int rank,
        ReadOnlySpan<float> border,
        float corner,
        float cornerRight,
        Span<float> gradient,
        Span<float> x,
        ref float bias,
        int maximumSweeps,
        double tolerance);
}

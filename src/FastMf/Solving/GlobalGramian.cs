using System.Buffers;
using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Solving;

/// <summary>
/// What all rows of one side contribute to a row solve of the other when missing ratings count: with m_j = mu + b_j, the Gramian
/// G = sum v_j v_j^T, sum v_j, -sum m_j v_j, their number, -sum m_j and sum m_j^2. Computed once for each half-step.
/// </summary>
/// <remarks>
/// Where the ridge is the same for every row and all pairs weigh the same, the factorization of G + ridge I is shared as well, and with
/// it (G + ridge I)^-1 sum v_j.
/// </remarks>
internal sealed class GlobalGramian : IDisposable
{
    /// <summary>Rows of a piece, as far as <see cref="MaximumPieces"/> allows.</summary>
    private const int RowsPerPiece = 512;

    private const int MaximumPieces = 16;

    /// <summary>Above it pieces take so much memory that there are two of them.</summary>
    private const int ManyPiecesRank = 512;

    private readonly AlignedBuffer _matrix;
    private readonly AlignedBuffer _factorization;
    private readonly AlignedBuffer _vectors;

    private GlobalGramian(int rank)
    {
        Rank = rank;
        Stride = FactorView.StrideFor(rank);
        _matrix = new AlignedBuffer(KernelSet.GramLength(rank));
        _factorization = new AlignedBuffer(KernelSet.GramLength(rank));
        _vectors = new AlignedBuffer(3 * Stride);
    }

    public int Rank { get; }

    /// <summary>The leading dimension of the matrices.</summary>
    public int Stride { get; }

    /// <summary>G, all of it.</summary>
    public ReadOnlySpan<float> Matrix => _matrix.Span;

    /// <summary>sum v_j.</summary>
    public ReadOnlySpan<float> FactorSum => Vector(0);

    /// <summary>-sum m_j v_j.</summary>
    public ReadOnlySpan<float> RightHandSide => Vector(1);

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>-sum m_j.</summary>
    public double TargetSum { get; private set; }

    /// <summary>sum m_j^2.</summary>
    public double SquaredTargetSum { get; private set; }

    /// <summary>Whether <see cref="Factorization"/> serves every row.</summary>
    public bool HasFactorization { get; private set; }

    /// <summary>0, or the order of the first leading minor of G + ridge I that is not positive definite.</summary>
    public int FailedMinor { get; private set; }

    /// <summary>The Cholesky factorization of G + ridge I.</summary>
    public ReadOnlySpan<float> Factorization => _factorization.Span;

    /// <summary>(G + ridge I)^-1 sum v_j.</summary>
    public ReadOnlySpan<float> FactorSumSolution => Vector(2);

    /// <summary>Whether all rows have one matrix, G + ridge I.</summary>
    public static bool FactorizationIsShared(in RowObjective objective) =>
        objective is { Kind: ObjectiveKind.MissingAsZero, Regularization.Exponent: 0, NonNegative: false };

    /// <summary>Sums over the rows that have ratings; nothing is known of the others, and they are zeros.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="factors">v_j.</param>
    /// <param name="biases">b_j.</param>
    /// <param name="mean">mu.</param>
    /// <param name="rated">The rows that have ratings, ascending.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="workers">Threads; the result does not depend on them.</param>
    public static GlobalGramian Of(
        KernelSet kernels,
        FactorMatrix factors,
        ReadOnlySpan<float> biases,
        float mean,
        ReadOnlyMemory<int> rated,
        RowObjective objective,
        int workers)
    {
        var sums = new GlobalGramian(factors.Rank) { Count = rated.Length };
        float[] targets = ArrayPool<float>.Shared.Rent(rated.Length);
        for (int i = 0; i < rated.Length; i++)
        {
            float target = -mean - biases[rated.Span[i]];
            targets[i] = target;
            sums.TargetSum += target;
            sums.SquaredTargetSum += (double)target * target;
        }

        sums.AddRows(kernels, factors, rated, targets, workers);
        ArrayPool<float>.Shared.Return(targets);
        if (FactorizationIsShared(objective))
        {
            sums.Factorize(kernels, objective.Regularization.Factors);
        }

        return sums;
    }

    /// <summary>result = G x.</summary>
    public void Multiply(KernelSet kernels, ReadOnlySpan<float> x, Span<float> result) =>
        kernels.DotRows(new FactorView(_matrix.Span, Rank, Rank), 0, x, result[..Rank]);

    /// <summary>For some columns: gramian = their part of G, right += their part of -sum m_j v_j - G x - b sum v_j.</summary>
    public void AddBlock(KernelSet kernels, int first, int count, ReadOnlySpan<float> x, float bias, Span<float> gramian, Span<float> right)
    {
        int width = FactorView.StrideFor(count);
        Span<float> image = stackalloc float[count];
        kernels.DotRows(new FactorView(_matrix.Span, Rank, Rank), first, x, image);
        for (int i = 0; i < count; i++)
        {
            Matrix.Slice((first + i) * Stride + first, width).CopyTo(gramian[(i * width)..]);
        }

        SubtractFrom(RightHandSide.Slice(first, count), image, bias, FactorSum.Slice(first, count));
        TensorPrimitives.Add(right[..count], image, right[..count]);
    }

    /// <summary>residual = -sum m_j v_j - G x - b sum v_j, over all columns and their padding.</summary>
    public void Residual(KernelSet kernels, ReadOnlySpan<float> x, float bias, Span<float> residual)
    {
        Multiply(kernels, x, residual);
        SubtractFrom(RightHandSide, residual, bias, FactorSum);
    }

    public void Dispose()
    {
        _matrix.Dispose();
        _factorization.Dispose();
        _vectors.Dispose();
    }

    /// <summary>image = right - image - bias factorSum, each operation rounded by itself.</summary>
    private static void SubtractFrom(ReadOnlySpan<float> right, Span<float> image, float bias, ReadOnlySpan<float> factorSum)
    {
        TensorPrimitives.Subtract(right, image, image);
        TensorPrimitives.MultiplyAdd(factorSum, -bias, image, image);
    }

    /// <summary>Partial sums over pieces whose number depends on the data alone, added in their order.</summary>
    private void AddRows(KernelSet kernels, FactorMatrix factors, ReadOnlyMemory<int> rated, float[] targets, int workers)
    {
        int pieces = Math.Clamp(rated.Length / RowsPerPiece, 1, Rank > ManyPiecesRank ? 2 : MaximumPieces);
        int matrixLength = KernelSet.GramLength(Rank);
        int length = matrixLength + 2 * Stride;
        using var partial = new AlignedBuffer((nint)pieces * length);
        WorkerTeam.Run(workers, pieces, (_, piece) =>
        {
            using var workspace = new AlignedBuffer(KernelSet.WorkspaceLength(Rank));
            int first = (int)((long)rated.Length * piece / pieces);
            int count = (int)((long)rated.Length * (piece + 1) / pieces) - first;
            nint start = (nint)piece * length;
            var equations = new NormalEquations(
                partial.Slice(start, matrixLength),
                partial.Slice(start + matrixLength, Stride),
                partial.Slice(start + matrixLength + Stride, Stride),
                workspace.Span);
            kernels.ComputeNormalEquations(
                factors.View, new GatheredRows(rated.Span.Slice(first, count), targets.AsSpan(first, count)), equations);
        });
        GC.KeepAlive(factors);
        for (int piece = 0; piece < pieces; piece++)
        {
            nint start = (nint)piece * length;
            Add(partial.Slice(start, matrixLength), _matrix.Span);
            Add(partial.Slice(start + matrixLength, Stride), Vector(1));
            Add(partial.Slice(start + matrixLength + Stride, Stride), Vector(0));
        }

        SymmetricMatrix.MirrorUpper(_matrix.Span, Rank, Stride);
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> sum) => TensorPrimitives.Add(sum, source, sum);

    private void Factorize(KernelSet kernels, float ridge)
    {
        _matrix.Span.CopyTo(_factorization.Span);
        SymmetricMatrix.AddToDiagonal(_factorization.Span, Rank, Stride, ridge);
        kernels.TryFactorize(_factorization.Span, Rank, out int failedMinor);
        FailedMinor = failedMinor;
        HasFactorization = true;
        if (failedMinor == 0)
        {
            Vector(0).CopyTo(Vector(2));
            kernels.Solve(_factorization.Span, Rank, Vector(2));
        }
    }

    private Span<float> Vector(int number) => _vectors.Slice(number * Stride, Stride);
}

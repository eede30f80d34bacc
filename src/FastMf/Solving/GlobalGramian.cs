using System.Buffers;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Solving;

/// <summary>
/// What all rows of one side contribute to a row solve of the other when missing ratings count: with m_j = mu + b_j, the Gram matrix
/// G = sum v_j v_j^T, s = sum v_j, q = - sum m_j v_j, their number, - sum m_j and sum m_j^2. Computed once for each half-step.
/// </summary>
/// <remarks>
/// Where the ridge is the same for every row and all pairs weigh the same, the factorization of G + ridge I is shared as well, and with
/// it z = (G + ridge I)^-1 s.
/// </remarks>
internal sealed class GlobalGramian : IDisposable
{
    private readonly AlignedBuffer _gram;
    private readonly AlignedBuffer _factor;
    private readonly AlignedBuffer _vectors;

    private GlobalGramian(int rank)
    {
        Rank = rank;
        _gram = new AlignedBuffer(KernelSet.GramLength(rank));
        _factor = new AlignedBuffer(KernelSet.GramLength(rank));
        _vectors = new AlignedBuffer(3 * FactorView.StrideFor(rank));
    }

    public int Rank { get; }

    /// <summary>G, all of it.</summary>
    public ReadOnlySpan<float> Gram => _gram.Span;

    /// <summary>s.</summary>
    public ReadOnlySpan<float> Border => Vector(0);

    /// <summary>q.</summary>
    public ReadOnlySpan<float> Right => Vector(1);

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>- sum m_j.</summary>
    public double Targets { get; private set; }

    /// <summary>sum m_j^2.</summary>
    public double SquaredTargets { get; private set; }

    /// <summary>Whether <see cref="Factor"/> serves every row.</summary>
    public bool HasSharedFactor { get; private set; }

    /// <summary>0, or the order of the first leading minor of the shared matrix that is not positive definite.</summary>
    public int FailedMinor { get; private set; }

    /// <summary>The factorization of G + ridge I.</summary>
    public ReadOnlySpan<float> Factor => _factor.Span;

    /// <summary>z.</summary>
    public ReadOnlySpan<float> BorderSolution => Vector(2);

    /// <summary>Sums over the rows that have ratings; nothing is known of the others, and they are zeros.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="factors">v_j.</param>
    /// <param name="biases">b_j.</param>
    /// <param name="mean">mu.</param>
    /// <param name="rated">The rows that have ratings, ascending.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="workers">Threads; the result does not depend on them.</param>
    public static GlobalGramian Of(
        KernelSet kernels, FactorMatrix factors, ReadOnlySpan<float> biases, float mean, ReadOnlyMemory<int> rated, RowObjective objective, int workers)
    {
        var sums = new GlobalGramian(factors.Rank) { Count = rated.Length };
        float[] targets = ArrayPool<float>.Shared.Rent(rated.Length);
        for (int i = 0; i < rated.Length; i++)
        {
            float target = -mean - biases[rated.Span[i]];
            targets[i] = target;
            sums.Targets += target;
            sums.SquaredTargets += (double)target * target;
        }

        sums.AddRows(kernels, factors, rated, targets, workers);
        ArrayPool<float>.Shared.Return(targets);
        if (objective is { Kind: ObjectiveKind.MissingAsZero, Regularization.Exponent: 0, NonNegative: false })
        {
            sums.FactorizeOnce(kernels, objective.Regularization.Factors);
        }

        return sums;
    }

    /// <summary>result = G x.</summary>
    public void Multiply(KernelSet kernels, ReadOnlySpan<float> x, Span<float> result) =>
        kernels.DotRows(new FactorView(_gram.Span, Rank, Rank), 0, x, result[..Rank]);

    /// <summary>For some columns: gram = their part of G, right += their part of q - G x - b s.</summary>
    public void AddBlock(KernelSet kernels, int first, int count, ReadOnlySpan<float> x, float bias, Span<float> gram, Span<float> right)
    {
        int stride = FactorView.StrideFor(Rank);
        int width = FactorView.StrideFor(count);
        Span<float> image = stackalloc float[count];
        kernels.DotRows(new FactorView(_gram.Span, Rank, Rank), first, x, image);
        for (int i = 0; i < count; i++)
        {
            Gram.Slice((first + i) * stride + first, width).CopyTo(gram[(i * width)..]);
            right[i] += Right[first + i] - image[i] - bias * Border[first + i];
        }
    }

    public void Dispose()
    {
        _gram.Dispose();
        _factor.Dispose();
        _vectors.Dispose();
    }

    /// <summary>Partial sums over pieces whose number depends on the data alone, added in their order.</summary>
    private void AddRows(KernelSet kernels, FactorMatrix factors, ReadOnlyMemory<int> rated, float[] targets, int workers)
    {
        int pieces = Math.Clamp(rated.Length / 512, 1, Rank > 512 ? 2 : 16);
        int stride = FactorView.StrideFor(Rank);
        int length = KernelSet.GramLength(Rank) + 2 * stride;
        using var partial = new AlignedBuffer((nint)pieces * length);
        WorkerTeam.Run(workers, pieces, (_, piece) =>
        {
            using var workspace = new AlignedBuffer(KernelSet.WorkspaceLength(Rank));
            int first = (int)((long)rated.Length * piece / pieces);
            int count = (int)((long)rated.Length * (piece + 1) / pieces) - first;
            var equations = new NormalEquations(
                partial.Slice((nint)piece * length, length - 2 * stride),
                partial.Slice((nint)(piece + 1) * length - 2 * stride, stride),
                partial.Slice((nint)(piece + 1) * length - stride, stride),
                workspace.Span);
            kernels.ComputeNormalEquations(
                factors.View, new GatheredRows(rated.Span.Slice(first, count), targets.AsSpan(first, count)), equations);
        });
        GC.KeepAlive(factors);
        for (int piece = 0; piece < pieces; piece++)
        {
            Add(partial.Slice((nint)piece * length, length - 2 * stride), _gram.Span);
            Add(partial.Slice((nint)(piece + 1) * length - 2 * stride, stride), Vector(1));
            Add(partial.Slice((nint)(piece + 1) * length - stride, stride), Vector(0));
        }

        Mirror(_gram.Span, Rank, stride);
    }

    /// <summary>Copies the upper triangle into the lower one.</summary>
    private static void Mirror(Span<float> gram, int rank, int stride)
    {
        for (int row = 1; row < rank; row++)
        {
            for (int column = 0; column < row; column++)
            {
                gram[row * stride + column] = gram[column * stride + row];
            }
        }
    }

    private void FactorizeOnce(KernelSet kernels, float ridge)
    {
        _gram.Span.CopyTo(_factor.Span);
        for (int i = 0; i < Rank; i++)
        {
            _factor.Span[i * (FactorView.StrideFor(Rank) + 1)] += ridge;
        }

        kernels.TryFactorize(_factor.Span, Rank, out int failedMinor);
        FailedMinor = failedMinor;
        HasSharedFactor = true;
        if (failedMinor == 0)
        {
            Vector(0).CopyTo(Vector(2));
            kernels.Solve(_factor.Span, Rank, Vector(2));
        }
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }

    private Span<float> Vector(int number) => _vectors.Slice(number * FactorView.StrideFor(Rank), FactorView.StrideFor(Rank));
}

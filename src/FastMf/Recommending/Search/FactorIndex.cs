using System.Runtime.CompilerServices;
using FastMf.Kernels.Quantized;
using FastMf.Numerics;

namespace FastMf.Recommending.Search;

/// <summary>
/// Rows of factors prepared for exact search: in descending order of the score that they give a typical query at best, in blocks of
/// 64, each row quantized to 4 bits a component, with a bound on the error. A block whose bound does not reach the list is skipped; of
/// the others the codes are read; the factors themselves only of rows whose score can reach the list. Immutable.
/// </summary>
internal sealed class FactorIndex : IDisposable
{
    private static readonly AlignedBuffer Zeros = new(NibbleLayout.ItemsPerBlock);

    private readonly AlignedBuffer _codes;
    private readonly NativeList<int> _rows;
    private readonly ScoreBounds _predictions;
    private readonly ScoreBounds? _cosines;

    internal FactorIndex(
        int dimensions,
        AlignedBuffer codes,
        NativeList<int> rows,
        ScoreBounds predictions,
        ScoreBounds? cosines,
        double typicalNorm,
        double largestBias)
    {
        Dimensions = dimensions;
        _codes = codes;
        _rows = rows;
        _predictions = predictions;
        _cosines = cosines;
        TypicalNorm = typicalNorm;
        LargestBias = largestBias;

        // Chains of at most stride / 64 multiply-adds, a tree of 6, and the sums around it, with room to spare.
        RelativeSlack = (dimensions / 64 + 40) * Math.Pow(2, -24);
    }

    /// <summary>Components of a row, padding included.</summary>
    public int Dimensions { get; }

    /// <summary>The rows in the order of the index, without those that no list may hold.</summary>
    public ReadOnlySpan<int> Rows => _rows.Span;

    /// <summary>The norm of a query for which the order of the rows is best.</summary>
    public double TypicalNorm { get; }

    /// <summary>The largest bias, as an absolute value.</summary>
    public double LargestBias { get; }

    /// <summary>A bound on the relative error of all roundings together.</summary>
    public double RelativeSlack { get; }

    /// <summary>Whether scores of a kind are bounded: cosines are not when norms are too far apart.</summary>
    public bool Serves(ScoreKind kind) => kind != ScoreKind.Cosine || _cosines is not null;

    /// <summary>What bounds each block's scores.</summary>
    public ReadOnlySpan<BlockBound> Bounds(ScoreKind kind) => BoundsFor(kind).Blocks.Span;

    /// <summary>The codes of the blocks from <paramref name="first"/> on.</summary>
    public QuantizedBlocks Blocks(ScoreKind kind, int first)
    {
        ScoreBounds bounds = BoundsFor(kind);
        AlignedBuffer addends = kind == ScoreKind.Prediction && bounds.Addends is { } biases ? biases : Zeros;
        bool isShared = ReferenceEquals(addends, Zeros);
        return new QuantizedBlocks(
            ref Unsafe.As<float, byte>(
                ref Unsafe.Add(ref _codes.Origin, (nint)first * NibbleLayout.BlockBytes(Dimensions) / sizeof(float))),
            ref Unsafe.Add(ref bounds.Scales.Origin, (nint)first * NibbleLayout.ItemsPerBlock),
            ref Unsafe.Add(ref addends.Origin, isShared ? 0 : (nint)first * NibbleLayout.ItemsPerBlock),
            Dimensions,
            isShared);
    }

    public void Dispose()
    {
        _codes.Dispose();
        _rows.Dispose();
        _predictions.Dispose();
        _cosines?.Dispose();
    }

    private ScoreBounds BoundsFor(ScoreKind kind) => kind == ScoreKind.Cosine ? _cosines! : _predictions;
}

/// <summary>What turns codes into estimates and bounds of one kind of score, beside the codes that all kinds share.</summary>
/// <param name="scales">One for each place: code c stands for scale (c - 7.5).</param>
/// <param name="addends">One bias for each place; null when all are 0.</param>
/// <param name="blocks">One bound for each block.</param>
internal sealed class ScoreBounds(AlignedBuffer scales, AlignedBuffer? addends, NativeList<BlockBound> blocks) : IDisposable
{
    public AlignedBuffer Scales { get; } = scales;

    public AlignedBuffer? Addends { get; } = addends;

    public NativeList<BlockBound> Blocks { get; } = blocks;

    public void Dispose()
    {
        Scales.Dispose();
        Addends?.Dispose();
        Blocks.Dispose();
    }
}

/// <summary>What bounds the scores in a block of rows; each number is rounded to the safe side.</summary>
/// <param name="Key">The largest bias + m norm, m being the index's typical norm of a query.</param>
/// <param name="LargestNorm">The largest norm of a row and of its reconstruction from the code.</param>
/// <param name="SmallestNorm">The smallest norm of a row.</param>
/// <param name="QuantizationError">The largest norm of the difference between a row and its reconstruction.</param>
internal readonly record struct BlockBound(float Key, float LargestNorm, float SmallestNorm, float QuantizationError);

using System.Runtime.CompilerServices;
using FastMf.Kernels.Quantized;
using FastMf.Numerics;

namespace FastMf.Recommending.Search;

/// <summary>
/// Rows of factors prepared for exact search: in descending order of the score that they give a typical query at best, in blocks of
/// 64, each row coded in 4 bits a component with what the code misses known. A block whose bound does not reach the list is skipped;
/// of the others the codes are read; the factors themselves only of rows whose score can reach the list. Immutable.
/// </summary>
internal sealed class FactorIndex : IDisposable
{
    private static readonly AlignedBuffer Zeros = new(NibbleLayout.ItemsPerBlock);

    private readonly AlignedBuffer _codes;
    private readonly NativeList<int> _rows;
    private readonly IndexFace _predictions;
    private readonly IndexFace? _cosines;

    internal FactorIndex(
        int dimensions, AlignedBuffer codes, NativeList<int> rows, IndexFace predictions, IndexFace? cosines, double typicalNorm, double largestBias)
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
    public ReadOnlySpan<BlockBound> Bounds(ScoreKind kind) => Face(kind).Bounds.Span;

    /// <summary>The blocks from <paramref name="first"/> on, to be screened.</summary>
    public QuantizedBlocks Blocks(ScoreKind kind, int first)
    {
        IndexFace face = Face(kind);
        AlignedBuffer addends = kind == ScoreKind.Prediction && face.Addends is { } biases ? biases : Zeros;
        bool isShared = ReferenceEquals(addends, Zeros);
        return new QuantizedBlocks(
            ref Unsafe.As<float, byte>(
                ref Unsafe.Add(ref _codes.Origin, (nint)first * NibbleLayout.BlockBytes(Dimensions) / sizeof(float))),
            ref Unsafe.Add(ref face.Scales.Origin, (nint)first * NibbleLayout.ItemsPerBlock),
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

    private IndexFace Face(ScoreKind kind) => kind == ScoreKind.Cosine ? _cosines! : _predictions;
}

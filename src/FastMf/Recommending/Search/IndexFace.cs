using FastMf.Numerics;

namespace FastMf.Recommending.Search;

/// <summary>The numbers of an index for one way of scoring, beside the codes that all ways share.</summary>
/// <param name="scales">One for each place: code c stands for scale (c - 7.5).</param>
/// <param name="addends">One bias for each place; null when all are 0.</param>
/// <param name="bounds">One for each block.</param>
internal sealed class IndexFace(AlignedBuffer scales, AlignedBuffer? addends, NativeList<BlockBound> bounds) : IDisposable
{
    public AlignedBuffer Scales { get; } = scales;

    public AlignedBuffer? Addends { get; } = addends;

    public NativeList<BlockBound> Bounds { get; } = bounds;

    public void Dispose()
    {
        Scales.Dispose();
        Addends?.Dispose();
        Bounds.Dispose();
    }
}

namespace FastMf.Data.Sketches;

/// <summary>
/// A bottom-k sketch of the rated pairs of user and item: the k smallest of their hashes (Cohen and Kaplan, 2007), where k is
/// <see cref="Capacity"/>. Up to k pairs it holds all; of n more it is a uniform sample of k / n of them that depends on the pairs alone.
/// Immutable.
/// </summary>
internal sealed class BottomKSketch
{
    /// <summary>The number k of hashes, at most; part of the format of model files.</summary>
    public const int Capacity = 16_384;

    private readonly ulong[] _hashes;

    private BottomKSketch(ulong[] hashes) => _hashes = hashes;

    /// <summary>The hashes, strictly ascending.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes;

    /// <summary>The largest hash of which the sketch tells whether its pair was rated.</summary>
    public ulong Threshold => _hashes.Length < Capacity ? ulong.MaxValue : _hashes[^1];

    /// <summary>The sketch of all rated pairs.</summary>
    public static BottomKSketch Of(RatingMatrix ratings, int workers) => new(BottomKSelection.Of(ratings, Capacity, workers));

    /// <summary>The sketch with these hashes; null when no sketch holds these in this order.</summary>
    public static BottomKSketch? FromHashes(ulong[] hashes) => IsValid(hashes) ? new BottomKSketch(hashes) : null;

    /// <summary>Whether a sketch may hold these hashes in this order.</summary>
    public static bool IsValid(ReadOnlySpan<ulong> hashes)
    {
        bool ascending = true;
        for (int i = 1; i < hashes.Length; i++)
        {
            ascending &= hashes[i - 1] < hashes[i];
        }

        return ascending && hashes.Length <= Capacity;
    }

    /// <summary>The sketch of the union of the pairs: what is among the smallest of both is among the smallest of its own.</summary>
    public BottomKSketch Union(BottomKSketch? other)
    {
        if (other is null)
        {
            return this;
        }

        ulong[] all = [.. _hashes, .. other._hashes];
        return new BottomKSketch(BottomKSelection.Of(all, Capacity));
    }

    /// <summary>Whether the sketch holds the hash.</summary>
    public bool Contains(ulong hash) => Array.BinarySearch(_hashes, hash) >= 0;
}

namespace FastMf.Data.Sketches;

/// <summary>
/// A bottom-k sketch of the rated pairs of user and item: the smallest of their hashes. Up to <see cref="Capacity"/> pairs it holds all
/// of them; of n more it holds Capacity / n, a random part that is the same whenever the pairs are. Immutable.
/// </summary>
internal sealed class BottomKSketch
{
    /// <summary>The most hashes; part of the format of model files.</summary>
    public const int Capacity = 16_384;

    private readonly ulong[] _hashes;

    private BottomKSketch(ulong[] hashes) => _hashes = hashes;

    /// <summary>The hashes, strictly ascending.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes;

    /// <summary>The largest hash of which the sketch tells whether its pair was rated.</summary>
    public ulong Limit => _hashes.Length < Capacity ? ulong.MaxValue : _hashes[^1];

    /// <summary>The sketch of all rated pairs.</summary>
    public static BottomKSketch Of(RatingMatrix ratings, int workers) => new(BottomKSelection.Of(ratings, Capacity, workers));

    /// <summary>The sketch of hashes that another one held; null when no sketch holds these in this order.</summary>
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

    /// <summary>The sketch of the pairs of both: what is among the smallest of all is among the smallest of its own.</summary>
    public BottomKSketch With(BottomKSketch? other)
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

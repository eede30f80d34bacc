using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Data.Splitting;

/// <summary>
/// k-fold cross-validation over ratings: every rating is in the test part of exactly one fold, and the folds' sizes differ by one at
/// most. A fold is made when it is asked for, so that k of them need not be in memory at once.
/// </summary>
public sealed class RatingFolds
{
    /// <summary>The most folds there may be.</summary>
    public const int MaximumCount = 1000;

    private readonly RatingMatrix _ratings;
    private readonly ushort[] _foldOf;

    /// <summary>Divides ratings into folds at random.</summary>
    /// <param name="ratings">The ratings; at least as many as folds.</param>
    /// <param name="count">The number of folds, 2 to <see cref="MaximumCount"/>.</param>
    /// <param name="seed">Any number; another seed makes another choice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is out of its range or exceeds the number of ratings.
    /// </exception>
    public RatingFolds(RatingMatrix ratings, int count, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(MaximumCount, ratings.Count));
        _ratings = ratings;
        _foldOf = new ushort[ratings.Count];
        for (int i = 0; i < _foldOf.Length; i++)
        {
            _foldOf[i] = (ushort)(i % count);
        }

        new SeededRandom(seed).Shuffle<ushort>(_foldOf);
        Count = count;
        Seed = seed;
    }

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>What decided the folds.</summary>
    public long Seed { get; }

    /// <summary>All ratings.</summary>
    public RatingMatrix Ratings => _ratings;

    /// <summary>Makes fold <paramref name="index"/>: its ratings are the test part, all others the training part.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in [0, <see cref="Count"/>).</exception>
    public RatingSplit this[int index] => RatingSplit.ByMask(_ratings, TestMask(index));

    /// <summary>The same on the given number of threads, which the parts keep to as well.</summary>
    /// <param name="index">The fold, from 0.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RatingSplit Split(int index, int threads)
    {
        int workers = WorkerTeam.Validate(threads, nameof(threads));
        (RatingMatrix train, RatingMatrix test) = _ratings.Partition(TestMask(index), workers);
        return new RatingSplit(train, test);
    }

    private bool[] TestMask(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Array.ConvertAll(_foldOf, fold => fold == index);
    }
}

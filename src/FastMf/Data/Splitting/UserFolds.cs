using FastMf.Numerics;

namespace FastMf.Data.Splitting;

/// <summary>
/// k-fold cross-validation over users, for measuring rankings: every user with ratings is a test user of exactly one fold. Of a test
/// user a random half of the rated items, and of all others, is held out (of an odd number the larger half); the other ratings stay in
/// the training part, so that the model knows the user.
/// </summary>
public sealed class UserFolds
{
    private readonly RatingMatrix _ratings;
    private readonly int[] _order;

    /// <summary>Divides users into folds at random.</summary>
    /// <param name="ratings">The ratings; at least as many users with ratings as folds.</param>
    /// <param name="count">The number of folds, 2 or more.</param>
    /// <param name="seed">Any number; another seed makes another choice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is below 2 or exceeds the number of users with ratings.
    /// </exception>
    public UserFolds(RatingMatrix ratings, int count, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        _ratings = ratings;
        _order = [.. Enumerable.Range(0, ratings.ByUser.RowCount).Where(user => ratings.ByUser.RowLength(user) > 0)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _order.Length);
        new SeededRandom(seed, -1).Shuffle<int>(_order);
        Count = count;
        Seed = seed;
    }

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>What decided the folds.</summary>
    public long Seed { get; }

    /// <summary>Makes fold <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in [0, <see cref="Count"/>).</exception>
    public UserFold this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int first = (int)((long)_order.Length * index / Count);
            int end = (int)((long)_order.Length * (index + 1) / Count);
            return new UserFold(_ratings, [.. _order[first..end].Order()], Seed);
        }
    }
}

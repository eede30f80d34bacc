using FastMf.Numerics;

namespace FastMf.Data.Splitting;

/// <summary>
/// One fold of <see cref="UserFolds"/>: training and test ratings, and the unrated items that are ranked with the test ratings.
/// </summary>
public sealed class UserFold
{
    private readonly RatingMatrix _all;
    private readonly long _seed;

    internal UserFold(RatingMatrix all, int[] testUsers, long seed)
    {
        _all = all;
        _seed = seed;
        TestUsers = testUsers;
        bool[] test = new bool[all.Count];
        foreach (int user in testUsers)
        {
            Span<bool> row = test.AsSpan(all.ByUser.Offsets[user], all.ByUser.RowLength(user));
            SelectionSampling.Mark(row, (row.Length + 1) / 2, new SeededRandom(seed, 2L * user));
        }

        (RatingMatrix train, RatingMatrix marked) = all.Partition(test);
        Split = new RatingSplit(train, marked);
    }

    /// <summary>The test users, ascending.</summary>
    public IReadOnlyList<int> TestUsers { get; }

    /// <summary>Training and test part, disjoint, with the id maps of the whole.</summary>
    public RatingSplit Split { get; }

    /// <summary>The ratings to learn from: all of the other users, about half of each test user's.</summary>
    public RatingMatrix Train => Split.Train;

    /// <summary>The ratings held out, all of test users.</summary>
    public RatingMatrix Test => Split.Test;

    /// <summary>
    /// For every item whether it was held out from a test user: the items of the user's test ratings and half of the items that the user
    /// has not rated at all. Computed, with the same result, at every call.
    /// </summary>
    /// <param name="user">The index of a test user.</param>
    /// <exception cref="ArgumentException"><paramref name="user"/> is no test user of this fold.</exception>
    public bool[] HeldOut(int user)
    {
        if (((int[])TestUsers).AsSpan().BinarySearch(user) < 0)
        {
            throw new ArgumentException($"User {user} is no test user of this fold.", nameof(user));
        }

        bool[] heldOut = new bool[_all.Items.Count];
        ReadOnlySpan<int> rated = _all.ByUser.Row(user).Indexes;
        bool[] choice = new bool[heldOut.Length - rated.Length];
        SelectionSampling.Mark(choice, (choice.Length + 1) / 2, new SeededRandom(_seed, 2L * user + 1));
        for (int item = 0, next = 0; item < heldOut.Length; item++)
        {
            if (next < rated.Length && rated[next] == item)
            {
                next++;
            }
            else
            {
                heldOut[item] = choice[item - next];
            }
        }

        foreach (int item in Test.ByUser.Row(user).Indexes)
        {
            heldOut[item] = true;
        }

        return heldOut;
    }
}

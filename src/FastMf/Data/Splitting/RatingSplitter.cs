using FastMf.Numerics;

namespace FastMf.Data.Splitting;

/// <summary>
/// Divides ratings into a training and a test part: disjoint, together complete, and for one seed the same on every machine and for
/// every number of threads.
/// </summary>
public static class RatingSplitter
{
    /// <summary>Puts a random part of all ratings into the test part.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="testFraction">
    /// Above 0, below 1. The test part has exactly this share of the ratings, rounded to the nearest number (a half to the even one).
    /// </param>
    /// <param name="seed">Any number; another seed makes another choice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is not above 0 and below 1.</exception>
    public static RatingSplit RandomFraction(RatingMatrix ratings, double testFraction, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        bool[] test = new bool[ratings.Count];
        SelectionSampling.Mark(test, TestCount(ratings, testFraction), new SeededRandom(seed));
        return Split(ratings, test);
    }

    /// <summary>Puts a fixed number of random ratings of every user into the test part.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="testRatingsPerUser">
    /// At least 1. A user who has no more ratings than this keeps all of them in the training part: nobody is tested unknown.
    /// </param>
    /// <param name="seed">Any number; another seed makes another choice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testRatingsPerUser"/> is less than 1.</exception>
    public static RatingSplit PerUser(RatingMatrix ratings, int testRatingsPerUser, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentOutOfRangeException.ThrowIfLessThan(testRatingsPerUser, 1);
        bool[] test = new bool[ratings.Count];
        ReadOnlySpan<int> offsets = ratings.ByUser.Offsets;
        for (int user = 0; user < ratings.ByUser.RowCount; user++)
        {
            if (ratings.ByUser.RowLength(user) > testRatingsPerUser)
            {
                SelectionSampling.Mark(test.AsSpan(offsets[user]..offsets[user + 1]), testRatingsPerUser, new SeededRandom(seed, user));
            }
        }

        return Split(ratings, test);
    }

    /// <summary>Puts the newest of all ratings into the test part: no training rating is newer than any test rating.</summary>
    /// <remarks>
    /// Where ratings of one time must be divided, those of the higher user index go to the test part, and of one user those of the
    /// higher item index.
    /// </remarks>
    /// <param name="ratings">The ratings, with timestamps.</param>
    /// <param name="testFraction">
    /// Above 0, below 1. The test part has exactly this share of the ratings, rounded to the nearest number (a half to the even one).
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is not above 0 and below 1.</exception>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static RatingSplit ByTime(RatingMatrix ratings, double testFraction)
    {
        RequireTimestamps(ratings);
        bool[] test = new bool[ratings.Count];
        LatestSelection.Mark(ratings.Timestamps, test, TestCount(ratings, testFraction));
        return Split(ratings, test);
    }

    /// <summary>Puts the newest ratings of every user into the test part; of ratings of one time, those of the higher item index.</summary>
    /// <param name="ratings">The ratings, with timestamps.</param>
    /// <param name="testRatingsPerUser">
    /// At least 1. A user who has no more ratings than this keeps all of them in the training part: nobody is tested unknown.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testRatingsPerUser"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static RatingSplit LatestPerUser(RatingMatrix ratings, int testRatingsPerUser)
    {
        RequireTimestamps(ratings);
        ArgumentOutOfRangeException.ThrowIfLessThan(testRatingsPerUser, 1);
        bool[] test = new bool[ratings.Count];
        ReadOnlySpan<int> offsets = ratings.ByUser.Offsets;
        for (int user = 0; user < ratings.ByUser.RowCount; user++)
        {
            Range row = offsets[user]..offsets[user + 1];
            if (ratings.ByUser.RowLength(user) > testRatingsPerUser)
            {
                LatestSelection.Mark(ratings.Timestamps[row], test.AsSpan(row), testRatingsPerUser);
            }
        }

        return Split(ratings, test);
    }

    private static int TestCount(RatingMatrix ratings, double testFraction)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(testFraction),
                testFraction,
                "The test fraction must be above 0 and below 1, such as 0.1 for a tenth of the ratings.");
        }

        return (int)Math.Round(testFraction * ratings.Count, MidpointRounding.ToEven);
    }

    private static void RequireTimestamps(RatingMatrix ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (!ratings.HasTimestamps)
        {
            throw new ArgumentException(
                "The ratings carry no timestamps, so there is no newest one. Read them with ReadTimestamps set, or split at random.",
                nameof(ratings));
        }
    }

    private static RatingSplit Split(RatingMatrix ratings, bool[] test)
    {
        (RatingMatrix train, RatingMatrix marked) = ratings.Partition(test);
        return new RatingSplit(train, marked);
    }
}

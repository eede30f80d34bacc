using System.Diagnostics;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Evaluation;

/// <summary>How long single requests take.</summary>
/// <param name="Median">Half of the requests take at most this long.</param>
/// <param name="Percentile99">99 of 100 requests take at most this long.</param>
public sealed record LatencySummary(TimeSpan Median, TimeSpan Percentile99)
{
    /// <summary>
    /// Times top-N requests of one thread, one after the other, for users spread over the whole model; a tenth as many go before as
    /// warm-up.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="model">Its model; it has at least one user.</param>
    /// <param name="length">The length of each list, 1 or more.</param>
    /// <param name="requests">How many requests to time, 1 or more.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LatencySummary OfTopN(Recommender recommender, MfModel model, int length, int requests)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        var list = new ScoredItem[length];
        long[] ticks = new long[requests];
        for (int i = -requests / 10; i < requests; i++)
        {
            // A step that is coprime to most sizes visits users in no order of the cache's liking.
            var user = new UserIndex((int)(Math.Abs(i) * 7919L % model.Users.Count));
            long start = Stopwatch.GetTimestamp();
            recommender.Recommend(user, list);
            if (i >= 0)
            {
                ticks[i] = Stopwatch.GetTimestamp() - start;
            }
        }

        Array.Sort(ticks);
        return new LatencySummary(
            Stopwatch.GetElapsedTime(0, ticks[requests / 2]), Stopwatch.GetElapsedTime(0, ticks[(int)(requests * 0.99)]));
    }
}

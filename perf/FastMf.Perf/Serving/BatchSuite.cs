using System.Diagnostics;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Perf.Serving;

/// <summary>Lists of ten for many users at once: users per second and core, and the same by single requests.</summary>
internal static class BatchSuite
{
    private const int Length = 10;

    public static void Run()
    {
        Console.WriteLine("batch of lists of 10, rank 64, one core   users/s   by single requests");
        using (MfModel normal = ServingFactors.Normal(20_000, 60_000))
        {
            Measure("normal factors, 60,000", normal, 20_000);
        }

        using (MfModel normal = ServingFactors.Normal(10_000, 1_000_000))
        {
            Measure("normal factors, 1,000,000", normal, 2_000);
        }

        using MfModel trained = ServingFactors.Trained();
        Measure("trained, 60,000", trained, 50_000);
    }

    private static void Measure(string name, MfModel model, int count)
    {
        using var recommender = new Recommender(model);
        UserIndex[] users = [.. Enumerable.Range(0, count).Select(i => new UserIndex((int)(i * 7919L % model.UserFactors.RowCount)))];
        var lists = new ScoredItem[count * Length];
        var results = new RecommendationResult[count];
        (double batch, double single) = (0, 0);
        for (int round = 0; round < 3; round++)
        {
            long start = Stopwatch.GetTimestamp();
            recommender.RecommendBatch(users, lists, results, options: new BatchOptions { Threads = 1 });
            batch = Math.Max(batch, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                recommender.Recommend(users[i], lists.AsSpan(i * Length, Length));
            }

            single = Math.Max(single, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine($"{name,-40} {batch,8:F0}   {single,8:F0}");
    }
}

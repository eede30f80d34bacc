using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Perf.Serving;

/// <summary>
/// Latency of ten items for a user, on one core, over 10,000 requests for users in no order. Beside it, in the same run: the full scan in
/// fp32, and merely reading the item factors from one end to the other.
/// </summary>
internal static class TopNSuite
{
    private const int Requests = 10_000;
    private const int Length = 10;

    public static void Run()
    {
        Console.WriteLine("top 10, rank 64, one core      p50 ms   p99 ms   full scan   x    read fp32      codes   scored");
        using (MfModel model = ServingFactors.Normal(10_000, 60_000))
        {
            Measure("normal factors, 60,000", model);
        }

        using (MfModel model = ServingFactors.Normal(10_000, 1_000_000))
        {
            Measure("normal factors, 1,000,000", model);
        }

        using MfModel trained = ServingFactors.Trained();
        Measure("trained, 60,000", trained);
        using MfModel replicated = ServingFactors.Replicated(trained, 1_000_000);
        Measure("trained, 1,000,000", replicated);
    }

    private static void Measure(string name, MfModel model)
    {
        long start = Stopwatch.GetTimestamp();
        using var recommender = new Recommender(model, null, new RecommenderOptions { Threads = 1 });
        double build = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using var scanner = new Recommender(model, null, new RecommenderOptions { BuildIndex = false });
        (long codes, long scored, long requests) = (0, 0, 0);
        (double p50, double p99) = Percentiles(Requests, user =>
        {
            SearchReport report = recommender.Recommend(user, List).Report;
            (codes, scored, requests) = (codes + report.CodesRead, scored + report.Scored, requests + 1);
        }, model);
        (double full, _) = Percentiles(model.ItemFactors.RowCount > 100_000 ? 60 : 600, user => scanner.Recommend(user, List), model);
        (double read, _) = Percentiles(60, _ => Sum += Read(model.ItemFactors), model);
        Console.WriteLine(
            $"{name,-28} {p50,8:F3} {p99,8:F3}   {full,9:F3} {full / p50,5:F1} {read,10:F3}   "
            + $"{codes / requests,8} {scored / requests,8}   (index: {build:F0} ms)");
    }

    private static ScoredItem[] List { get; } = new ScoredItem[Length];

    private static float Sum { get; set; }

    private static (double P50, double P99) Percentiles(int requests, Action<UserIndex> request, MfModel model)
    {
        double[] milliseconds = new double[requests];
        for (int i = -requests / 10; i < requests; i++)
        {
            var user = new UserIndex((int)(Math.Abs(i) * 7919L % model.UserFactors.RowCount));
            long start = Stopwatch.GetTimestamp();
            request(user);
            if (i >= 0)
            {
                milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(milliseconds);
        return (milliseconds[requests / 2], milliseconds[(int)(requests * 0.99)]);
    }

    private static float Read(FactorMatrix matrix)
    {
        float sum = 0;
        FactorView view = matrix.View;
        for (int row = 0; row < matrix.RowCount; row += 4096)
        {
            int rows = Math.Min(4096, matrix.RowCount - row);
            var span = MemoryMarshal.CreateReadOnlySpan(ref view.Origin(row), rows * matrix.Stride);
            sum += Total(span);
        }

        return sum;
    }

    private static float Total(ReadOnlySpan<float> values)
    {
        Vector512<float> a = Vector512<float>.Zero;
        Vector512<float> b = a;
        ref float origin = ref MemoryMarshal.GetReference(values);
        for (int i = 0; i + 32 <= values.Length; i += 32)
        {
            a += Vector512.LoadUnsafe(ref origin, (nuint)i);
            b += Vector512.LoadUnsafe(ref origin, (nuint)i + 16);
        }

        return Vector512.Sum(a + b);
    }
}

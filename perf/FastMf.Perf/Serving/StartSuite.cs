using System.Diagnostics;
using FastMf.Hosting;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Perf.Serving;

/// <summary>From a file in the page cache to the first answer, and to the model that is checked and indexed; one thread.</summary>
internal static class StartSuite
{
    public static void Run()
    {
        Console.WriteLine(
            "start, rank 64             file MB   open ms   first list ms   checked and indexed ms   read and checked (MfModel.Load) ms");
        foreach (int items in new[] { 60_000, 1_000_000 })
        {
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                using (MfModel model = ServingFactors.Normal(10_000, items))
                {
                    model.Save(path);
                }

                Measure(path, items);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private static void Measure(string path, int items)
    {
        MfModel.Load(path).Dispose();
        double load = Milliseconds(() => MfModel.Load(path).Dispose());
        var list = new ScoredItem[10];
        (double open, double first, double prepared) = (double.PositiveInfinity, 0, 0);
        for (int round = 0; round < 5; round++)
        {
            ModelHost? host = null;
            double time = Milliseconds(
                () => host = new ModelHost(new ModelHostOptions { Path = path, MapFile = true, CheckInterval = TimeSpan.Zero }));
            double list1 = Milliseconds(() =>
            {
                using ModelLease lease = host!.Acquire();
                lease.Recommender.Recommend(new UserIndex(1), list);
            });
            double check = Milliseconds(() => host!.Check());
            host!.Dispose();
            if (time < open)
            {
                (open, first, prepared) = (time, list1, check);
            }
        }

        Console.WriteLine($"{items,10} items {new FileInfo(path).Length >> 20,17} {open,9:F2} {first,15:F2} {prepared,24:F0} {load,15:F0}");
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

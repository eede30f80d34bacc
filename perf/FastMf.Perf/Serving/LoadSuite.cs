using System.Diagnostics;
using FastMf.Hosting;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;

namespace FastMf.Perf.Serving;

/// <summary>
/// A service under load: 8 client threads ask at a stated rate, together, for a mix of lists by user (half), lists from 50 ratings, and
/// similar items (a quarter each), while the model of 60,000 items is replaced every second. A request's time counts from when it was
/// due, so that a stall of the service counts for every request that it delays. What the library leaves to the collector is counted on
/// the threads that call it, apart from what this test allocates.
/// </summary>
internal static class LoadSuite
{
    private const int Clients = 8;
    private const int RatingsPerRequest = 50;
    private const int SecondsBetweenSamples = 5;

    public static void Run(int seconds = 60, int requestsPerSecond = 4000)
    {
        string folder = Directory.CreateTempSubdirectory("fastmf-load-").FullName;
        try
        {
            string path = Path.Combine(folder, "model.fastmf");
            string[] sources = [Path.Combine(folder, "a"), Path.Combine(folder, "b")];
            using (MfModel trained = ServingFactors.Trained())
            {
                trained.Save(sources[0]);
                using MfModel other = ServingFactors.Replicated(trained, trained.ItemFactors.RowCount);
                other.Save(sources[1]);
            }

            Replace(sources[0], path);
            using var host = new ModelHost(new ModelHostOptions { Path = path, CheckInterval = TimeSpan.Zero });
            host.Check();
            Measure(host, sources, path, seconds, requestsPerSecond);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(ModelHost host, string[] sources, string path, int seconds, int requestsPerSecond)
    {
        int perClient = seconds * requestsPerSecond / Clients;
        long[][] ticks = [.. Enumerable.Range(0, Clients).Select(_ => new long[perClient])];
        int failures = 0;
        long requestBytes = 0;
        GC.Collect();
        int[] collections = Collections();
        long allBytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 2;
        Thread[] clients = [.. Enumerable.Range(0, Clients).Select(client => new Thread(() =>
        {
            var requests = new Requests(client);
            long interval = Stopwatch.Frequency * Clients / requestsPerSecond;
            long bytes = 0;
            for (int i = 0; i < perClient; i++)
            {
                long due = start + i * interval + client * interval / Clients;
                WaitFor(due);
                long before = GC.GetAllocatedBytesForCurrentThread();
                if (!requests.Ask(host, i))
                {
                    Interlocked.Increment(ref failures);
                }

                bytes += GC.GetAllocatedBytesForCurrentThread() - before;
                ticks[client][i] = Stopwatch.GetTimestamp() - due;
            }

            Interlocked.Add(ref requestBytes, bytes);
        }))];
        Array.ForEach(clients, client => client.Start());
        long swapBytes = 0;
        var memory = new List<long>(seconds) { Environment.WorkingSet };
        int swaps = 0;
        for (int second = 1; second < seconds; second++)
        {
            WaitFor(start + second * Stopwatch.Frequency);
            Replace(sources[second % 2], path);
            long before = GC.GetAllocatedBytesForCurrentThread();
            swaps += host.Check() ? 1 : 0;
            swapBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            memory.Add(Environment.WorkingSet);
        }

        Array.ForEach(clients, client => client.Join());
        allBytes = GC.GetTotalAllocatedBytes(precise: true) - allBytes;
        collections = [.. Collections().Zip(collections, (after, before) => after - before)];
        long[] all = [.. ticks.SelectMany(ticks => ticks)];
        Array.Sort(all);
        string Percentile(double share) => $"{Stopwatch.GetElapsedTime(0, all[(int)(all.Length * share)]).TotalMilliseconds:F3}";
        Console.WriteLine(
            $"load: {Clients} clients, {requestsPerSecond} requests/s for {seconds} s, {swaps} swaps of 60,000 items at rank 64");
        Console.WriteLine($"  requests {all.Length}, failed {failures}; p50 {Percentile(0.5)} ms, p99 {Percentile(0.99)} ms, p99.9 {Percentile(0.999)} ms");
        Console.WriteLine($"  working set {string.Join(' ', memory.Where((_, second) => second % SecondsBetweenSamples == 0).Select(bytes => bytes >> 20))} MB every {SecondsBetweenSamples} s, {memory.Max() >> 20} MB at most; models in memory {host.LiveModels}");
        Console.WriteLine($"  collections of generations 0/1/2: {string.Join('/', collections)}");
        Console.WriteLine(
            $"  allocated by the library {requestBytes + swapBytes:N0} bytes: {(double)requestBytes / all.Length:F2} a request, {swapBytes / Math.Max(1, swaps):N0} a swap; by the test itself {allBytes - requestBytes - swapBytes:N0} bytes");
    }

    private static int[] Collections() => [.. Enumerable.Range(0, 3).Select(GC.CollectionCount)];

    private static void WaitFor(long due)
    {
        for (long left = due - Stopwatch.GetTimestamp(); left > 0; left = due - Stopwatch.GetTimestamp())
        {
            // Sleeping is coarse; the last part is yielded away.
            if (left > Stopwatch.Frequency / 500)
            {
                Thread.Sleep(1);
            }
            else
            {
                Thread.Sleep(0);
            }
        }
    }

    private static void Replace(string source, string path)
    {
        File.Copy(source, path + ".tmp", overwrite: true);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>What one client asks.</summary>
    private sealed class Requests(int client)
    {
        private readonly SeededRandom _random = new(client);
        private readonly ScoredItem[] _list = new ScoredItem[10];
        private readonly ItemIndex[] _items = new ItemIndex[RatingsPerRequest];
        private readonly float[] _ratings = new float[RatingsPerRequest];
        private readonly char[] _id = new char[10];

        public bool Ask(ModelHost host, int number)
        {
            using ModelLease lease = host.Acquire("load");
            int users = lease.Model.UserFactors.RowCount;
            int items = lease.Model.ItemFactors.RowCount;
            int count;
            switch (number % 4)
            {
                case 0 or 2:
                    // By the id, as a service is asked: here it is the index.
                    _random.NextInt32(users).TryFormat(_id, out int length);
                    count = lease.Recommender.Recommend(_id.AsSpan(0, length), _list).Count;
                    break;
                case 1:
                    for (int i = 0; i < RatingsPerRequest; i++)
                    {
                        _items[i] = new ItemIndex(_random.NextInt32(items));
                        _ratings[i] = 0.5f * (1 + _random.NextInt32(10));
                    }

                    count = lease.Recommender.Recommend(_items, _ratings, _list).Count;
                    break;
                default:
                    count = lease.Recommender.SimilarItems(new ItemIndex(_random.NextInt32(items)), _list).Count;
                    break;
            }

            return count == _list.Length;
        }
    }
}

using FastMf.Hosting;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Faults;

/// <summary>Serves two models in turns, and counts what is left of those that were served.</summary>
internal static class Swaps
{
    private const int Count = 100;

    /// <summary>Swaps after which all that the process loads lazily is loaded.</summary>
    private const int First = 10;

    public static IEnumerable<string> Run(bool map, string[] models, string target)
    {
        File.Copy(models[0], target, overwrite: true);
        using var host = new ModelHost(
            new ModelHostOptions { Path = target, MapFile = map, CheckInterval = TimeSpan.Zero, IndexUsers = true });
        host.Check();
        var list = new ScoredItem[5];
        (long before, int collections) = (0, 0);
        for (int swap = 1; swap <= First + Count; swap++)
        {
            Replace(models[swap % 2], target);
            if (!host.Check())
            {
                throw new InvalidOperationException($"swap {swap} did not happen", host.LastRefusal);
            }

            using (ModelLease lease = host.Acquire())
            {
                lease.Recommender.Recommend("nobody", list);
                lease.Recommender.Recommend([new ItemIndex(0)], [1f], list);
            }

            if (swap == First)
            {
                (before, collections) = (Environment.WorkingSet, GC.CollectionCount(2));
            }
        }

        string folder = Path.GetDirectoryName(target)!;
        yield return $"collections {GC.CollectionCount(2) - collections}";
        yield return $"mappings {File.ReadLines("/proc/self/maps").Count(line => line.Contains(folder, StringComparison.Ordinal))}";
        yield return $"handles {new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(handle => handle.LinkTarget?.StartsWith(folder, StringComparison.Ordinal) ?? false)}";
        yield return $"megabytes {(Environment.WorkingSet - before) >> 20}";
    }

    private static void Replace(string model, string target)
    {
        File.Copy(model, target + ".tmp", overwrite: true);
        File.SetLastWriteTimeUtc(target + ".tmp", File.GetLastWriteTimeUtc(target).AddSeconds(1));
        File.Move(target + ".tmp", target, overwrite: true);
    }
}

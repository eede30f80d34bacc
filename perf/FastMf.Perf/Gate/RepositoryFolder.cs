using FastMf.TestCommon;

namespace FastMf.Perf.Gate;

/// <summary>Files of the checkout that this program was built in.</summary>
internal static class RepositoryFolder
{
    public static string BaselinePath { get; } = Path.Combine(Repository.Root, "perf", "baseline.json");

    public static string HashesPath { get; } = Path.Combine(Repository.Root, "perf", "hashes.txt");

    public static string PerformancePage { get; } = Path.Combine(Repository.Root, "docs", "performance.md");
}

using System.Runtime.CompilerServices;

namespace FastMf.Perf.Gate;

/// <summary>Files of the checkout that this program was built in.</summary>
internal static class RepositoryFolder
{
    public static string BaselinePath { get; } = Path.Combine(Root(), "perf", "baseline.json");

    public static string PerformancePage { get; } = Path.Combine(Root(), "docs", "performance.md");

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}

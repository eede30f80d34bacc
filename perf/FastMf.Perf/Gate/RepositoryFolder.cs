namespace FastMf.Perf.Gate;

/// <summary>Files of the checkout that this program was built in.</summary>
internal static class RepositoryFolder
{
    public static string BaselinePath { get; } = Path.Combine(Root(), "perf", "baseline.json");

    public static string PerformancePage { get; } = Path.Combine(Root(), "docs", "performance.md");

    // Looked for from the program's own folder upwards: a deterministic build replaces the paths of source files.
    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FastMf.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"FastMf.sln is in no folder above {AppContext.BaseDirectory}; run this program from its checkout.");
    }
}

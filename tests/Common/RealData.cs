namespace FastMf.TestCommon;

/// <summary>Where the MovieLens sets lie that tests may use and the repository may not hold.</summary>
public static class RealData
{
    /// <summary>Names the folder, when it is not ../shared/data beside the repository.</summary>
    private const string FolderVariable = "FASTMF_REAL_DATA";

    /// <summary>When set, tests that need the data fail without it instead of being skipped.</summary>
    private const string RequiredVariable = "FASTMF_REQUIRE_REAL_DATA";

    public static string Folder =>
        Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Combine(Repository.Root, "..", "shared", "data");

    public static string? SkipReason => Directory.Exists(Folder) || Environment.GetEnvironmentVariable(RequiredVariable) is not null
        ? null
        : $"The MovieLens data is not at {Folder}; set {FolderVariable} to its folder.";

    public static string Path2018(string name) => Path.Combine(Folder, "ml-latest-small-2018", name);

    public static string Path2016(string name) => Path.Combine(Folder, "ml-latest-small-2016", name);
}

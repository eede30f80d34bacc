namespace FastMf.TestCommon;

/// <summary>The checkout that the running tests or measurements were built in.</summary>
public static class Repository
{
    /// <summary>Names the checkout, when the tests were built outside it.</summary>
    private const string RootVariable = "FASTMF_REPOSITORY";

    public static string Root { get; } = Environment.GetEnvironmentVariable(RootVariable) ?? Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FastMf.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"FastMf.sln is in no folder above {AppContext.BaseDirectory}; set {RootVariable}.");
    }
}

using Xunit;

namespace FastMf.Cli.Tests.Documentation;

/// <summary>
/// Makes a folder the current one, where the documentation's file names lie. The current folder is one for the whole process, so
/// tests that change it are in a collection that runs alone.
/// </summary>
[CollectionDefinition(Collection, DisableParallelization = true)]
public sealed class WorkingFolder : IDisposable
{
    public const string Collection = "Tests that change the current folder";

    private readonly string _previous = Directory.GetCurrentDirectory();

    public WorkingFolder(string folder) => Directory.SetCurrentDirectory(folder);

    public void Dispose() => Directory.SetCurrentDirectory(_previous);
}

using System.Diagnostics;

namespace FastMf.TestCommon;

/// <summary>A sample program, built in the configuration of the tests and run as its user would.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;

    public SampleProcess(string name, params string[] arguments)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Folder(name), "bin", built.Parent!.Name, built.Name, name + ".dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) => Errors += e.Data + Environment.NewLine;
        _process.BeginErrorReadLine();
    }

    public string Errors { get; private set; } = "";

    public StreamReader Output => _process.StandardOutput;

    public static string Source(string name) => File.ReadAllText(Path.Combine(Folder(name), "Program.cs"));

    /// <summary>The exit code, after the program has ended by itself.</summary>
    public int Wait()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Folder(string name) => Path.Combine(Repository.Root, "samples", name);
}

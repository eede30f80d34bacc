using System.Diagnostics;

namespace FastMf.Tests.Faults;

/// <summary>Starts the program that is made to be killed.</summary>
internal static class FaultProcess
{
    private static string Program { get; } =
        Path.Combine(AppContext.BaseDirectory, "FastMf.Faults" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public static Process Start(params string[] arguments) => Start(Program, arguments);

    /// <summary>Starts a shell command in which <c>"$0"</c> is the program and <c>"$@"</c> are its arguments.</summary>
    public static (int Code, string[] Lines, string Errors) Shell(string command, params string[] arguments)
    {
        using Process process = Start("/bin/bash", ["-c", command, Program, .. arguments]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (process.ExitCode, lines, errors.GetAwaiter().GetResult());
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

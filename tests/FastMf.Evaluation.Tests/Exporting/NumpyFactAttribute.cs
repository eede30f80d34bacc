using System.Diagnostics;
using Xunit;

namespace FastMf.Evaluation.Tests.Exporting;

/// <summary>A test that needs a Python with NumPy, and is skipped with a reason where there is none.</summary>
public sealed class NumpyFactAttribute : FactAttribute
{
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];

    public NumpyFactAttribute() =>
        Skip = Python is null ? "There is no Python with NumPy; on Debian it is the package python3-numpy." : null;

    public static string? Python { get; } = Candidates.FirstOrDefault(candidate => Run(candidate, "import numpy").Code == 0);

    /// <summary>Runs a program of Python, and returns its exit code and what it has printed.</summary>
    public static (int Code, string Output) Run(string python, string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>The real executable: what only a process has, streams, an exit code and signals.</summary>
public sealed class ProcessTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public async Task Results_go_to_standard_output_and_messages_to_standard_error()
    {
        using Process process = Start(
            "train", "train.txt", "--test-fraction", "0.1", "--rank", "4", "--epochs", "2", "--output", "process.fmf", "--json");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string results = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith(
            "{\"algorithm\":\"als\"", Assert.Single(results.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("als epoch 2/2", await errors, StringComparison.Ordinal);
        Assert.True(File.Exists(sandbox["process.fmf"]));
    }

    [Fact]
    public async Task A_mistake_gives_its_exit_code()
    {
        using Process process = Start("train", "train.txt", "--algorithm", "magic");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.StartsWith("fastmf: --algorithm magic:", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_training_with_130_and_no_model()
    {
        using Process process = Start("train", "train.txt", "--epochs", "100000", "--rank", "64", "--output", "interrupted.fmf");
        while (process.StandardError.ReadLine() is { } line && !line.Contains("epoch 2/", StringComparison.Ordinal))
        {
        }

        using (var kill = Process.Start("kill", [$"-{InterruptSignal()}", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.EndsWith("fastmf: Interrupted. No file is left half-written.\n", rest, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(sandbox.Folder, "interrupted*"));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "FastMf.Cli" + (OperatingSystem.IsWindows() ? ".exe" : "")), arguments)
        {
            WorkingDirectory = sandbox.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>
    /// Shells start background jobs with SIGINT ignored, and children inherit that; SIGTERM takes the same way through the tool.
    /// </summary>
    private static string InterruptSignal()
    {
        const ulong InterruptBit = 1 << 1;
        string? ignored = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0 ? "TERM" : "INT";
    }
}

using System.Runtime.InteropServices;

namespace FastMf.Perf.Gate;

/// <summary>The machine that figures were taken on.</summary>
internal static class Processor
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static string Name { get; } =
        $"{Model()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";

    private static string Model()
    {
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}

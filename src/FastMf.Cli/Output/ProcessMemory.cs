using System.Diagnostics;

namespace FastMf.Cli.Output;

/// <summary>What this process has taken of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>What is resident now, in bytes.</summary>
    public static long CurrentBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    /// <summary>The most memory that was resident at any time, in bytes.</summary>
    public static long PeakBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}

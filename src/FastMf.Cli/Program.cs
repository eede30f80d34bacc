using System.Runtime.InteropServices;

namespace FastMf.Cli;

/// <summary>Entry point of the tool.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var interruption = new CancellationTokenSource();

        // The first signal asks the command to stop, which leaves no half-written file; the second one kills the process.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await Tool.RunAsync(arguments, Console.Out, Console.Error, interruption.Token);
    }
}

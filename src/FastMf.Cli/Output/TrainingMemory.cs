using FastMf.Training;

namespace FastMf.Cli.Output;

/// <summary>Watches what is resident at the end of each epoch, and passes the reports on.</summary>
/// <param name="next">Who wants the reports, or null.</param>
internal sealed class TrainingMemory(IProgress<EpochReport>? next) : IProgress<EpochReport>
{
    /// <summary>The most memory that was resident at the end of an epoch, in bytes.</summary>
    public long PeakBytes { get; private set; }

    public void Report(EpochReport value)
    {
        PeakBytes = Math.Max(PeakBytes, ProcessMemory.CurrentBytes);
        next?.Report(value);
    }
}

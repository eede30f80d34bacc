using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>Keeps the reports of training, and acts on each.</summary>
internal sealed class ProgressList(Action<EpochReport>? action = null) : IProgress<EpochReport>
{
    public List<EpochReport> Reports { get; } = [];

    public void Report(EpochReport value)
    {
        Reports.Add(value);
        action?.Invoke(value);
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FastMf.Hosting;

/// <summary>
/// The instruments of all hosts of the process, under the meter <see cref="ModelHost.MeterName"/>. An instrument that nobody listens to
/// costs a comparison.
/// </summary>
internal static class HostMetrics
{
    private static readonly Meter Meter = new(ModelHost.MeterName);

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("fastmf.requests", "{request}", "Leases of a model that have ended, by operation.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("fastmf.request.duration", "s", "How long a lease of a model was held, by operation.");

    private static readonly Counter<long> Swaps =
        Meter.CreateCounter<long>("fastmf.model.swaps", "{model}", "Models that took the place of another.");

    private static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("fastmf.model.refused", "{file}", "Files that were no valid model.");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("fastmf.model.check_failures", "{check}", "Checks that failed though the file is not to blame.");

    private static readonly Counter<long> HandlerFailures =
        Meter.CreateCounter<long>("fastmf.model.event_failures", "{event}", "Events whose handler threw, by event and type of exception.");

    private static readonly UpDownCounter<long> Live = Meter.CreateUpDownCounter<long>(
        "fastmf.model.live", "{model}", "Models in memory: one for each host, and those that requests still use.");

    /// <summary>The start of a request, or 0 when nobody measures.</summary>
    public static long Start() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void RequestEnded(string operation, long start)
    {
        var tag = new KeyValuePair<string, object?>("operation", operation);
        Requests.Add(1, tag);
        if (start != 0)
        {
            Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tag);
        }
    }

    public static void ModelSwapped() => Swaps.Add(1);

    public static void FileRefused() => Refused.Add(1);

    public static void CheckFailed() => Failures.Add(1);

    public static void EventHandlerFailed(ModelHostEventKind kind, Exception failure) => HandlerFailures.Add(
        1,
        new KeyValuePair<string, object?>("event", kind.ToString()),
        new KeyValuePair<string, object?>("exception", failure.GetType().FullName));

    public static void LiveModels(int change) => Live.Add(change);
}

using FastMf.Hosting;
using Microsoft.Extensions.Logging;

namespace FastMf.Extensions.Hosting;

/// <summary>Logs what happens to models.</summary>
internal sealed partial class ModelEventLog(ILogger logger) : IProgress<ModelHostEvent>
{
    public void Report(ModelHostEvent value)
    {
        double milliseconds = value.Elapsed.TotalMilliseconds;
        switch (value.Kind)
        {
            case ModelHostEventKind.Started:
                Started(value.Version, value.Path, milliseconds);
                break;
            case ModelHostEventKind.Prepared:
                Prepared(value.Version, value.Path, milliseconds);
                break;
            case ModelHostEventKind.Swapped:
                Swapped(value.Version, value.Path, milliseconds);
                break;
            case ModelHostEventKind.Refused:
                Refused(value.Path, value.Error);
                break;
            case ModelHostEventKind.Withdrawn:
                Withdrawn(value.Path, value.Error);
                break;
            default:
                Failed(value.Path, value.Error);
                break;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Model {Version} of {Path} answers requests after {Milliseconds:F1} ms.")]
    private partial void Started(long version, string path, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Model {Version} of {Path} is checked and indexed after {Milliseconds:F1} ms.")]
    private partial void Prepared(long version, string path, double milliseconds);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Model {Version} of {Path} has taken the place of the one before; it took {Milliseconds:F1} ms to prepare.")]
    private partial void Swapped(long version, string path, double milliseconds);

    [LoggerMessage(4, LogLevel.Error, "The new model file {Path} is refused; the model before it stays.")]
    private partial void Refused(string path, Exception? error);

    [LoggerMessage(5, LogLevel.Critical, "The model file {Path} is damaged; there is no model until a valid one takes its place.")]
    private partial void Withdrawn(string path, Exception? error);

    [LoggerMessage(6, LogLevel.Error, "The check of the model file {Path} failed; what is served stays, and the next check tries again.")]
    private partial void Failed(string path, Exception? error);
}

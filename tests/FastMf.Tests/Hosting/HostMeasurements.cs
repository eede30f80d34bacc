using System.Diagnostics.Metrics;
using FastMf.Hosting;

namespace FastMf.Tests.Hosting;

/// <summary>What all hosts of the process count while this object lives; durations count 1 each.</summary>
internal sealed class HostMeasurements : IDisposable
{
    private readonly Dictionary<(string Instrument, object? Tag), double> _sums = [];
    private readonly MeterListener _listener = new()
    {
        InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ModelHost.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public HostMeasurements()
    {
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        _listener.Start();
    }

    /// <summary>The sum of an instrument over what had the given last tag, or none.</summary>
    public double Of(string instrument, object? tag = null)
    {
        lock (_sums)
        {
            return _sums.GetValueOrDefault((instrument, tag));
        }
    }

    public bool Has(string instrument)
    {
        lock (_sums)
        {
            return _sums.Keys.Any(key => key.Instrument == instrument);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_sums)
        {
            (string, object?) key = (instrument.Name, tags.IsEmpty ? null : tags[^1].Value);
            _sums[key] = _sums.GetValueOrDefault(key) + value;
        }
    }
}

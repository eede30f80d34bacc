using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Hosting;

/// <summary>
/// The use of one model for the time of one request, however often the host changes models meanwhile. Must be disposed of, once, by
/// the code that acquired it; it lives on the stack, so that it cannot be kept.
/// </summary>
public ref struct ModelLease
{
    private readonly string _operation;
    private readonly long _start;
    private ServedModel? _served;

    internal ModelLease(ServedModel served, string operation)
    {
        _served = served;
        _operation = operation;
        _start = HostMetrics.Start();
    }

    /// <summary>The model.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public readonly MfModel Model => Served.Model;

    /// <summary>The model's recommender.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public readonly Recommender Recommender => Served.Recommender;

    /// <summary>The model's number, from 1: which of the host's models answers.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public readonly long Version => Served.Version;

    private readonly ServedModel Served => _served ?? throw new ObjectDisposedException(nameof(ModelLease));

    /// <summary>Ends the use; what came from the model must not be used any more, but for copies.</summary>
    public void Dispose()
    {
        if (_served is { } served)
        {
            _served = null;
            HostMetrics.RequestEnded(_operation, _start);
            served.Release();
        }
    }
}

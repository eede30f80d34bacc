using System.Diagnostics;
using FastMf.Model;

namespace FastMf.Hosting;

/// <summary>
/// Serves the model of a file, and a newer one as soon as a newer file has its name. Requests lease the model without a lock; those that
/// run when models change finish on the one they began with, and the last of them frees it. A file that is no valid model never takes
/// a good model's place, and neither a check that fails nor an event handler that throws ends the process or the checks to come: both
/// are counted. Safe for any number of threads; leasing allocates nothing.
/// </summary>
public sealed class ModelHost : IDisposable
{
    /// <summary>
    /// The name of the meter: counters of requests (with their duration as a histogram), swaps, refused files, failed checks and event
    /// handlers that threw, and how many models are in memory.
    /// </summary>
    public const string MeterName = "FastMf";

    private readonly ModelHostOptions _options;
    private readonly Lock _preparing = new();
    private readonly Timer? _timer;
    private readonly Action<ServedModel> _prepare;
    private readonly Action _freed;
    private ServedModel? _current;
    private FileStamp _stamp;
    private long _version = 1;
    private int _live;
    private bool _isDisposed;

    /// <summary>
    /// Opens the model. It answers at once, by full scans at first; it is checked and its index built by the first call of
    /// <see cref="Check"/>, which happens in the background when the options say how often.
    /// </summary>
    /// <param name="options">What to serve.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative, or a number of threads is out of its range.</exception>
    /// <exception cref="ModelFileException">The file is missing, is no model, is damaged, or was written by a newer version.</exception>
    public ModelHost(ModelHostOptions options)
        : this(options, served => served.Prepare())
    {
    }

    /// <summary>A host that prepares its models by <paramref name="prepare"/>: a test puts a failure there.</summary>
    internal ModelHost(ModelHostOptions options, Action<ServedModel> prepare)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CheckInterval, TimeSpan.Zero, nameof(options));
        _options = options;
        _prepare = prepare;
        _freed = () =>
        {
            Interlocked.Decrement(ref _live);
            HostMetrics.LiveModels(-1);
        };
        long start = Stopwatch.GetTimestamp();

        // Before the file is opened: a file that comes in between is then seen as new.
        FileStamp.TryGet(options.Path, out _stamp);
        _current = Open();
        Report(ModelHostEventKind.Started, start);
        if (options.CheckInterval > TimeSpan.Zero)
        {
            _timer = new Timer(_ => Check(), null, TimeSpan.Zero, options.CheckInterval);
        }
    }

    /// <summary>Whether the model has been checked from end to end and has its index.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Whether there is a model to lease.</summary>
    public bool IsAvailable => Volatile.Read(ref _current) is not null;

    /// <summary>The number of the model that a lease gets now, from 1; 0 when there is none.</summary>
    public long Version => Volatile.Read(ref _current)?.Version ?? 0;

    /// <summary>How many models are in memory: the current one, and those that requests still use.</summary>
    public int LiveModels => Volatile.Read(ref _live);

    /// <summary>Why the last file was refused; null when it was not.</summary>
    public Exception? LastRefusal { get; private set; }

    /// <summary>Why the last check failed though the file is not to blame, for want of memory, say; null when it did not.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Leases the current model for one request.</summary>
    /// <param name="operation">What the request is, as the metrics are to name it: one of few words.</param>
    /// <returns>The lease, to be disposed of by the caller.</returns>
    /// <exception cref="ModelUnavailableException">There is no model, because the file was found to be damaged.</exception>
    /// <exception cref="ObjectDisposedException">The host has been disposed of.</exception>
    public ModelLease Acquire(string operation = "request")
    {
        // A model that is freed between the two steps has been replaced: look again.
        while (Volatile.Read(ref _current) is { } served)
        {
            if (served.TryAddReference())
            {
                return new ModelLease(served, operation);
            }
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        throw new ModelUnavailableException(_options.Path);
    }

    /// <summary>
    /// Prepares the first model if that has not happened; then looks whether there is a newer file, and if so opens, checks and indexes
    /// it and puts it in place. Returns when all is done; one call at a time works, another one meanwhile returns at once. Throws
    /// nothing: a refused file is <see cref="LastRefusal"/>, any other failure <see cref="LastFailure"/>, and both are events.
    /// </summary>
    /// <returns>Whether a new model took the place of the one before.</returns>
    public bool Check()
    {
        if (!_preparing.TryEnter())
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        try
        {
            return !_isDisposed && CheckAlone();
        }
        catch (Exception failure)
        {
            // On a timer's thread it would end the process, and in a service's loop the loop.
            Fail(start, failure);
            return false;
        }
        finally
        {
            _preparing.Exit();
        }
    }

    /// <summary>Stops looking for new files and gives the model up; running requests finish.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_preparing)
        {
            _isDisposed = true;
            Interlocked.Exchange(ref _current, null)?.Release();
        }
    }

    private bool CheckAlone()
    {
        if (!IsPrepared && _current is not null)
        {
            PrepareFirst(_current);
        }
        else
        {
            LastFailure = null;
        }

        if (!FileStamp.TryGet(_options.Path, out FileStamp stamp) || stamp == _stamp)
        {
            return false;
        }

        // A refused file is not tried again until it changes.
        _stamp = stamp;
        return TrySwap();
    }

    private void PrepareFirst(ServedModel served)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _prepare(served);
            IsPrepared = true;
            LastFailure = null;
            Report(ModelHostEventKind.Prepared, start);
        }
        catch (ModelFileException damage)
        {
            LastRefusal = damage;
            Interlocked.Exchange(ref _current, null)?.Release();
            HostMetrics.FileRefused();
            Report(ModelHostEventKind.Withdrawn, start, damage);
        }
        catch (Exception failure)
        {
            // The file may be sound: it is served on, and a newer one is looked for all the same.
            Fail(start, failure);
        }
    }

    private bool TrySwap()
    {
        long start = Stopwatch.GetTimestamp();
        _version++;
        ServedModel? next = null;
        try
        {
            next = Open();
            _prepare(next);
        }
        catch (Exception failure)
        {
            // Whatever it was: a file that is too large, say, would fail at every check, and cost as much each time.
            next?.Release();
            LastRefusal = failure;
            HostMetrics.FileRefused();
            Report(ModelHostEventKind.Refused, start, failure);
            _version--;
            return false;
        }

        // Before the model can be seen: whoever sees it must not see the refusal of a file before it.
        IsPrepared = true;
        LastRefusal = null;
        LastFailure = null;
        Interlocked.Exchange(ref _current, next)?.Release();
        HostMetrics.ModelSwapped();
        Report(ModelHostEventKind.Swapped, start);
        return true;
    }

    private ServedModel Open()
    {
        var served = new ServedModel(_options, _version, _current, _freed);
        Interlocked.Increment(ref _live);
        HostMetrics.LiveModels(1);
        return served;
    }

    private void Fail(long start, Exception failure)
    {
        LastFailure = failure;
        HostMetrics.CheckFailed();
        Report(ModelHostEventKind.Failed, start, failure);
    }

    private void Report(ModelHostEventKind kind, long start, Exception? error = null)
    {
        try
        {
            _options.Events?.Report(new ModelHostEvent(kind, _options.Path, _version, Stopwatch.GetElapsedTime(start), error));
        }
        catch (Exception failure)
        {
            HostMetrics.EventHandlerFailed(kind, failure);
        }
    }
}

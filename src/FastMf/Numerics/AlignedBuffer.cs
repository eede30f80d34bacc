using System.Runtime.InteropServices;

namespace FastMf.Numerics;

/// <summary>
/// Floats in native memory that start at a cache line: a row of 16 floats then never straddles two lines, and the length is not
/// bound to a managed array's 2^31.
/// </summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const nuint CacheLine = 64;

    private readonly long _pressure;
    private readonly object? _owner;
    private float* _data;

    /// <summary>Allocates <paramref name="length"/> floats, all 0.</summary>
    /// <param name="length">The number of floats.</param>
    /// <param name="addsMemoryPressure">
    /// Whether the garbage collector is told of the memory, and so collects sooner: for models, which people forget to dispose of. A
    /// service whose models and workspaces come and go would be paused for nothing.
    /// </param>
    /// <exception cref="OutOfMemoryException">The system has no such amount of memory.</exception>
    public AlignedBuffer(nint length, bool addsMemoryPressure = false)
    {
        Length = length;
        long bytes = checked(length * sizeof(float));
        _data = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, sizeof(float)), CacheLine);
        NativeMemory.Clear(_data, (nuint)bytes);
        _pressure = addsMemoryPressure ? bytes : 0;
        if (_pressure > 0)
        {
            GC.AddMemoryPressure(_pressure);
        }
    }

    /// <summary>Floats in memory that belongs to <paramref name="owner"/>, which this buffer keeps alive.</summary>
    public AlignedBuffer(nint address, nint length, object owner)
    {
        Length = length;
        _owner = owner;
        _data = (float*)address;
    }

    ~AlignedBuffer() => Free();

    public nint Length { get; }

    public bool IsDisposed => _data is null;

    /// <summary>The first float; the caller keeps this buffer alive while it is used.</summary>
    public ref float Origin => ref *_data;

    /// <summary>The whole buffer.</summary>
    /// <exception cref="OverflowException">It holds more floats than a span can.</exception>
    public Span<float> Span => new(_data, checked((int)Length));

    /// <summary>A part of the buffer, not checked.</summary>
    public Span<float> Slice(nint start, int length) => new(_data + start, length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_data is not null)
        {
            if (_owner is null)
            {
                NativeMemory.AlignedFree(_data);
            }

            _data = null;
            if (_pressure > 0)
            {
                GC.RemoveMemoryPressure(_pressure);
            }
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastMf.Numerics;

/// <summary>
/// A fixed number of unmanaged values in native memory, for lists that live as long as a model and would burden the garbage collector.
/// Whoever uses a span of them keeps the list alive.
/// </summary>
/// <typeparam name="T">A value without references.</typeparam>
internal sealed class NativeList<T> : IDisposable
    where T : unmanaged
{
    private readonly AlignedBuffer _buffer;

    /// <summary>A list of zeros.</summary>
    /// <param name="length">The number of values, 0 or more.</param>
    public unsafe NativeList(int length)
    {
        Length = length;
        _buffer = new AlignedBuffer(((nint)length * sizeof(T) + sizeof(float) - 1) / sizeof(float));
    }

    /// <summary>A copy of values.</summary>
    public NativeList(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>Values in memory that belongs to <paramref name="owner"/>, which this list keeps alive.</summary>
    /// <param name="address">Their address, a multiple of their size.</param>
    /// <param name="length">The number of values, 0 or more.</param>
    /// <param name="owner">What frees the memory, when it is disposed of or finalized; not before this list is done with.</param>
    public unsafe NativeList(nint address, int length, object owner)
    {
        Length = length;
        _buffer = new AlignedBuffer(address, ((nint)length * sizeof(T) + sizeof(float) - 1) / sizeof(float), owner);
    }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The values; the caller keeps this list alive while they are used.</summary>
    /// <exception cref="ObjectDisposedException">The list has been disposed of.</exception>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer.IsDisposed, this);
            return MemoryMarshal.CreateSpan(ref Unsafe.As<float, T>(ref _buffer.Origin), Length);
        }
    }

    /// <summary>A value.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is not in [0, <see cref="Length"/>).</exception>
    /// <exception cref="ObjectDisposedException">The list has been disposed of.</exception>
    public ref T this[int index] => ref Span[index];

    public void Dispose() => _buffer.Dispose();
}

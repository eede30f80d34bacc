using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastMf.Numerics;

/// <summary>
/// A fixed number of plain values in native memory, for lists that live as long as a model and would burden the garbage collector.
/// Whoever holds a span of them keeps the list alive meanwhile.
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

    /// <summary>Values that lie in memory of somebody else, at a multiple of their size.</summary>
    /// <param name="address">Where they lie.</param>
    /// <param name="length">The number of values, 0 or more.</param>
    /// <param name="owner">Who gives the memory back when nobody holds him any more, or sooner when told to, after this list.</param>
    public unsafe NativeList(nint address, int length, object owner)
    {
        Length = length;
        _buffer = new AlignedBuffer(address, ((nint)length * sizeof(T) + sizeof(float) - 1) / sizeof(float), owner);
    }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The values; the caller keeps this list alive while he uses them.</summary>
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

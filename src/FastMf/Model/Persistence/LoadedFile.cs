using System.Runtime.CompilerServices;
using FastMf.Numerics;

namespace FastMf.Model.Persistence;

/// <summary>A copy of a file in native memory.</summary>
internal sealed unsafe class LoadedFile : FileContent
{
    private const int BytesAtOnce = 1 << 22;

    private readonly AlignedBuffer _buffer;

    /// <summary>Reads a file from end to end.</summary>
    /// <param name="file">The file, which stays the caller's.</param>
    /// <param name="length">Its length.</param>
    /// <param name="addsMemoryPressure">Whether the garbage collector is told of the memory.</param>
    /// <exception cref="IOException">The file cannot be read, or is shorter.</exception>
    public LoadedFile(FileStream file, long length, bool addsMemoryPressure)
    {
        _buffer = new AlignedBuffer((nint)((length + sizeof(float) - 1) / sizeof(float)), addsMemoryPressure);
        try
        {
            file.Position = 0;
            for (long start = 0; start < length; start += BytesAtOnce)
            {
                file.ReadExactly(new Span<byte>((void*)Address(start), (int)Math.Min(BytesAtOnce, length - start)));
            }
        }
        catch
        {
            _buffer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override nint Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_buffer.IsDisposed, typeof(MfModel));
        return (nint)((byte*)Unsafe.AsPointer(ref _buffer.Origin) + offset);
    }

    public override void Dispose() => _buffer.Dispose();
}

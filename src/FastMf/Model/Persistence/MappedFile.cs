using System.IO.MemoryMappedFiles;

namespace FastMf.Model.Persistence;

/// <summary>A file in memory, read-only, until this object is disposed of or nobody holds it any more.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private bool _isReleased;

    /// <summary>Maps a file, which belongs to this object from now on.</summary>
    public MappedFile(FileStream file)
    {
        _file = file;
        _mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset;
    }

    // A view whose pointer was never released would stay mapped for good; its handle is finalized after this.
    ~MappedFile() => ReleasePointer();

    /// <summary>Where the byte at <paramref name="offset"/> of the file lies; not checked.</summary>
    public nint Address(long offset) => (nint)(_data + offset);

    /// <summary>A part of the file as it lies there; the caller keeps this object alive while he uses it.</summary>
    /// <exception cref="ObjectDisposedException">The file is mapped no more.</exception>
    public ReadOnlySpan<T> View<T>(long offset, int length)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_isReleased, typeof(MfModel));
        return new ReadOnlySpan<T>(_data + offset, length);
    }

    public void Dispose()
    {
        ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
        GC.SuppressFinalize(this);
    }

    private void ReleasePointer()
    {
        // Not there when the constructor failed.
        if (_data is not null && !_isReleased)
        {
            _isReleased = true;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}

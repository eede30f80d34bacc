using System.IO.MemoryMappedFiles;

namespace FastMf.Model.Persistence;

/// <summary>A file in memory, read-only, until this object is disposed of or nobody holds it any more.</summary>
internal sealed unsafe class MappedFile : FileContent
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

    /// <inheritdoc/>
    public override nint Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_isReleased, typeof(MfModel));
        return (nint)(_data + offset);
    }

    public override void Dispose()
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

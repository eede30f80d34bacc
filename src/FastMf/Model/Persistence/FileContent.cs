namespace FastMf.Model.Persistence;

/// <summary>
/// The bytes of a model file in memory, which a model's lists lie in; until this object is disposed of or nobody holds it any more.
/// </summary>
internal abstract class FileContent : IDisposable
{
    /// <summary>Where the byte at <paramref name="offset"/> of the file lies; not checked. A multiple of 64 for one of 64.</summary>
    /// <exception cref="ObjectDisposedException">The bytes are there no more.</exception>
    public abstract nint Address(long offset);

    public abstract void Dispose();
}

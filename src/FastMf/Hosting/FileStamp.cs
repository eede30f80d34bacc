namespace FastMf.Hosting;

/// <summary>
/// What tells a file from the one that had its name before; symbolic links are followed, as mounted configuration uses them.
/// </summary>
internal readonly record struct FileStamp(string Target, DateTime Written, long Length)
{
    /// <summary>The stamp of a file; false when there is none.</summary>
    public static bool TryGet(string path, out FileStamp stamp)
    {
        try
        {
            var file = new FileInfo(path);
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (target is FileInfo { Exists: true } found)
            {
                stamp = new FileStamp(found.FullName, found.LastWriteTimeUtc, found.Length);
                return true;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A file that is just being replaced; the next look will see it.
        }

        stamp = default;
        return false;
    }
}

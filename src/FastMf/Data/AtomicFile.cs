namespace FastMf.Data;

/// <summary>
/// Writes a file so that its name never stands for half of it: the content goes to a temporary file beside the target, is flushed to
/// the disk and only then takes the target's name. If anything fails, the target stays as it was and the temporary file is deleted.
/// </summary>
public static class AtomicFile
{
    private const string DeviceFolder = "/dev";

    /// <summary>Creates or replaces the file at <paramref name="path"/> by what <paramref name="write"/> puts into the stream.</summary>
    /// <remarks>A symbolic link is followed: the file it points to is replaced.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; whatever it throws leaves the file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written, or <paramref name="path"/> is a directory or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' is a directory; give the name of a file.");
        }

        if (!OperatingSystem.IsWindows() && Path.GetDirectoryName(target) == DeviceFolder)
        {
            // The rename would put a regular file in the place of /dev/null, for every program of the machine.
            throw new IOException($"'{path}' is among the devices of the system; give the name of a file.");
        }

        // A rename is atomic inside one file system only, so the temporary file has to be in the same directory.
        string temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = Create(temporary, path))
            {
                write(stream);

                // Without this a power failure after the rename could leave the new name with an empty file.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Errors name the file that was asked for: nobody knows the temporary one.</summary>
    private static FileStream Create(string temporary, string path)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"'{path}' cannot be written: its folder may not be written to. Choose another folder, or change its permissions.",
                failure);
        }
        catch (IOException failure) when (failure is not DirectoryNotFoundException)
        {
            throw new IOException($"'{path}' cannot be written: {failure.Message}", failure);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}

namespace FastMf.Cli.Output;

/// <summary>Checks a file that is to be written before the work begins that would be lost if it could not be.</summary>
internal static class OutputFile
{
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="path">The file; null when none is asked for.</param>
    /// <param name="otherFiles">Files that must not be overwritten by it; null for none.</param>
    /// <exception cref="ArgumentException">The name is empty or that of another file of this command.</exception>
    /// <exception cref="IOException">The name is that of a folder, or its folder does not exist.</exception>
    public static void Check(string option, string? path, params ReadOnlySpan<string?> otherFiles)
    {
        if (path is null)
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new ArgumentException(
                    $"{option}: the name is empty; give the name of a file to write.");
        }

        string full = Path.GetFullPath(path);
        foreach (string? other in otherFiles)
        {
            if (!string.IsNullOrEmpty(other) && Path.GetFullPath(other) == full)
            {
                throw new ArgumentException(
                    $"{option} {path}: this file is named twice on the command line, and would be overwritten. Choose another name.");
            }
        }

        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
        {
            throw new IOException($"{option} {path}: this is a folder; give the name of a file.");
        }

        string? folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder))
        {
            throw new IOException($"{option} {path}: the folder {folder} does not exist. Create it first, or correct the path.");
        }
    }
}

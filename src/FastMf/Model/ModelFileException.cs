namespace FastMf.Model;

/// <summary>A model file cannot be read: it is missing, damaged, no model, or from a newer version.</summary>
public sealed class ModelFileException : FastMfException
{
    internal ModelFileException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => FilePath = path;

    /// <summary>The file.</summary>
    public string FilePath { get; }
}

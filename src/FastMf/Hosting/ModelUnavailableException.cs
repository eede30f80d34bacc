namespace FastMf.Hosting;

/// <summary>A host has no model to answer with: its file was found to be damaged, and no valid one has come yet.</summary>
public sealed class ModelUnavailableException : FastMfException
{
    internal ModelUnavailableException(string path)
        : base($"{path}: the model was withdrawn because its file is damaged. Put a valid model in its place.")
    {
    }
}

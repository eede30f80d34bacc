namespace FastMf.Extensions.Hosting;

/// <summary>What a service serves and how; bound from configuration by the names of its properties.</summary>
public sealed class FastMfOptions
{
    /// <summary>The model file. Required.</summary>
    public string ModelPath { get; set; } = "";

    /// <summary>
    /// Whether the file is mapped, so that the service starts in milliseconds; by default it is, except on Windows, where a mapped file
    /// cannot be replaced.
    /// </summary>
    public bool MapFile { get; set; } = !OperatingSystem.IsWindows();

    /// <summary>How often the file is looked at for a newer model, 10 milliseconds or more; zero for never.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether users are indexed too, for similar users.</summary>
    public bool IndexUsers { get; set; }

    /// <summary>How many threads prepare a model, 0 (one per processor) to 1024.</summary>
    public int PreparationThreads { get; set; } = 1;
}

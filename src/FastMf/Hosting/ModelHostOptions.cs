using FastMf.Data;
using FastMf.Recommending;

namespace FastMf.Hosting;

/// <summary>What a <see cref="ModelHost"/> serves and how.</summary>
public sealed record ModelHostOptions
{
    /// <summary>The model file.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Whether the file is mapped, so that the host is there in milliseconds; otherwise it is read and checked from end to end first.
    /// By default it is, except on Windows, where a mapped file cannot be replaced.
    /// </summary>
    public bool MapFile { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>How often the file is looked at for a newer one; zero for never. Looking is asking for its time and length.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What users have rated, to be left out of their lists; null for none.</summary>
    public RatingMatrix? Rated { get; init; }

    /// <summary>Whether users are indexed too, for <see cref="Recommender.SimilarUsers"/>.</summary>
    public bool IndexUsers { get; init; }

    /// <summary>How many threads prepare a model, 0 for one per processor; the default of 1 leaves the others to the requests.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Told what happens to models, from the thread that prepares them, before the next check; null when nobody asks. What it throws is
    /// counted (<c>fastmf.model.event_failures</c>) and goes no further.
    /// </summary>
    public IProgress<ModelHostEvent>? Events { get; init; }
}

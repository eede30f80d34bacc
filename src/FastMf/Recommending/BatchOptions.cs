namespace FastMf.Recommending;

/// <summary>How <see cref="Recommender.RecommendBatch"/> works; without influence on any list.</summary>
public sealed record BatchOptions
{
    /// <summary>How many threads work, 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Told how many users are done, from the working threads; null when nobody asks.</summary>
    public IProgress<int>? Progress { get; init; }
}

namespace FastMf.Recommending;

/// <summary>What a <see cref="Recommender"/> prepares.</summary>
public sealed record RecommenderOptions
{
    /// <summary>
    /// Whether the index of the items is built at once, which takes about half a second for a million items. Without it every list is
    /// found by scoring all items, with the same result, until <see cref="Recommender.BuildIndex"/> is called.
    /// </summary>
    public bool BuildIndex { get; init; } = true;

    /// <summary>Whether users are indexed too, for <see cref="Recommender.SimilarUsers"/>.</summary>
    public bool IndexUsers { get; init; }

    /// <summary>How many threads build the index, 0 for one per processor; without influence on any list.</summary>
    public int Threads { get; init; }
}

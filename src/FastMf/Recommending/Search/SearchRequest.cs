namespace FastMf.Recommending.Search;

/// <summary>A search for the best rows.</summary>
internal readonly ref struct SearchRequest
{
    /// <summary>What the rows' factors are multiplied with, with padding.</summary>
    public ReadOnlySpan<float> Vector { get; init; }

    /// <summary>What the rows are ranked by.</summary>
    public ScoreKind Kind { get; init; }

    /// <summary>The part of a prediction that all rows share.</summary>
    public float Constant { get; init; }

    /// <summary>For cosines, 1 / the norm of <see cref="Vector"/>.</summary>
    public float Reciprocal { get; init; }

    /// <summary>The rows that may not be listed.</summary>
    public SearchFilter Filter { get; init; }
}

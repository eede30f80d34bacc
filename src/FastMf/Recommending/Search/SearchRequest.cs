namespace FastMf.Recommending.Search;

/// <summary>A search for the best rows.</summary>
internal readonly ref struct SearchRequest
{
    /// <summary>The query: what the rows' factors are multiplied with, with padding.</summary>
    public ReadOnlySpan<float> Vector { get; init; }

    /// <summary>What the rows are ranked by.</summary>
    public ScoreKind Kind { get; init; }

    /// <summary>The part of a prediction that all rows share.</summary>
    public float Constant { get; init; }

    /// <summary>For cosines, 1 / the norm of <see cref="Vector"/>.</summary>
    public float InverseNorm { get; init; }

    /// <summary>The rows that may not be listed.</summary>
    public SearchFilter Filter { get; init; }
}

/// <summary>What rows are ranked by.</summary>
internal enum ScoreKind
{
    /// <summary>constant + the row's bias + dot product of the factors.</summary>
    Prediction,

    /// <summary>The dot product of the factors.</summary>
    DotProduct,

    /// <summary>The cosine of the angle between the factors.</summary>
    Cosine,
}

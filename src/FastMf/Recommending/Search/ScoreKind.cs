namespace FastMf.Recommending.Search;

/// <summary>What rows are ranked by.</summary>
internal enum ScoreKind
{
    /// <summary>constant + the row's bias + product of the factors.</summary>
    Prediction,

    /// <summary>The product of the factors.</summary>
    Product,

    /// <summary>The cosine of the angle between the factors.</summary>
    Cosine,
}

namespace FastMf.Recommending;

/// <summary>What a list of recommendations rests on.</summary>
public enum RecommendationBasis
{
    /// <summary>The user's trained factors.</summary>
    TrainedFactors,

    /// <summary>Factors solved just now from the user's ratings.</summary>
    FoldedInFactors,

    /// <summary>How often the items were rated; the user is unknown.</summary>
    Popularity,
}

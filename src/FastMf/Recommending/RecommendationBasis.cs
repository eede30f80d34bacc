namespace FastMf.Recommending;

/// <summary>What a list rests on.</summary>
public enum RecommendationBasis
{
    /// <summary>The trained factors of the user, or of the item or user that the others are similar to.</summary>
    TrainedFactors,

    /// <summary>Factors solved just now from the user's ratings.</summary>
    FoldedInFactors,

    /// <summary>How often the items were rated; the user is unknown.</summary>
    Popularity,

    /// <summary>Factors that the caller has given.</summary>
    GivenFactors,
}

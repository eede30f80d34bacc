namespace FastMf.Recommending;

/// <summary>What a user gets whom the model was not trained on.</summary>
public enum UnknownUserPolicy
{
    /// <summary>The items with the most training ratings.</summary>
    MostPopular,

    /// <summary>Factors solved from the ratings that are known of the user; the most popular items when none are.</summary>
    FoldIn,
}

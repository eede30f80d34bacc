namespace FastMf.Model;

/// <summary>What a prediction rests on.</summary>
public enum PredictionBasis
{
    /// <summary>User and item are known: mean + both biases + the product of the factors.</summary>
    Known,

    /// <summary>The user is unknown: mean + the item's bias.</summary>
    UnknownUser,

    /// <summary>The item is unknown: mean + the user's bias.</summary>
    UnknownItem,

    /// <summary>Neither is known: the mean.</summary>
    UnknownUserAndItem,
}

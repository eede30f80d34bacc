namespace FastMf.Recommending;

/// <summary>How similar two items, or two users, are by their factors; biases do not enter.</summary>
public enum Similarity
{
    /// <summary>The cosine of the angle between the factors: taste alone.</summary>
    Cosine,

    /// <summary>The dot product of the factors: what has long factors, as well-known items have, comes first.</summary>
    DotProduct,
}

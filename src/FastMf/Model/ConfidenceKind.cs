namespace FastMf.Model;

/// <summary>The weight of an observed preference under <see cref="ObjectiveKind.Implicit"/>.</summary>
public enum ConfidenceKind
{
    /// <summary>1 + alpha r.</summary>
    OnePlusAlphaRating,

    /// <summary>r itself: the ratings are confidences already.</summary>
    Rating,
}

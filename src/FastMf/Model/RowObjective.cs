namespace FastMf.Model;

/// <summary>
/// What a row's factors x and bias b minimize for fixed rows v_j and biases b_j of the other side:
/// sum_j c_j (p_j - mu - b_j - b - x . v_j)^2 + s |x|^2 + t b^2, over the rated j or over all.
/// </summary>
/// <param name="Kind">The pairs that count, and what a rating means.</param>
/// <param name="Regularization">s and t.</param>
/// <param name="Confidence">The weight of an observed preference; of no meaning for other kinds.</param>
/// <param name="Alpha">How fast confidence grows with the rating.</param>
/// <param name="NonNegative">Whether factors (not biases) are held at 0 or above.</param>
public readonly record struct RowObjective(
    ObjectiveKind Kind,
    RowRegularization Regularization,
    ConfidenceKind Confidence = ConfidenceKind.OnePlusAlphaRating,
    float Alpha = 1,
    bool NonNegative = false)
{
    /// <summary>Whether pairs without a rating count.</summary>
    public bool CountsMissing => Kind != ObjectiveKind.ObservedOnly;

    /// <summary>p for a rating.</summary>
    public float TargetOf(float rating) => Kind != ObjectiveKind.Implicit ? rating : rating > 0 ? 1 : 0;

    /// <summary>c for a rating.</summary>
    public float WeightOf(float rating) => Kind != ObjectiveKind.Implicit ? 1
        : Confidence == ConfidenceKind.Rating ? rating
        : 1 + Alpha * rating;
}

namespace FastMf.Model;

/// <summary>Which user-item pairs the squared error is summed over, and what a rating means.</summary>
public enum ObjectiveKind
{
    /// <summary>The ratings and nothing else: explicit feedback, where a missing rating says nothing.</summary>
    ObservedOnly,

    /// <summary>All pairs; a missing rating is a rating of 0, and all pairs weigh the same.</summary>
    MissingAsZero,

    /// <summary>
    /// All pairs; a rating above 0 is an observed preference of 1, whose weight grows with the rating, and a missing one a preference of
    /// 0 with weight 1 (Hu, Koren and Volinsky 2008).
    /// </summary>
    Implicit,
}

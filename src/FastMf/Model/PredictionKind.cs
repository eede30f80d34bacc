namespace FastMf.Model;

/// <summary>What a model's prediction says, and how it follows from the score.</summary>
public enum PredictionKind
{
    /// <summary>
    /// A rating, or a preference where the objective is implicit: the score, held within the range of the training ratings.
    /// </summary>
    Rating,

    /// <summary>The probability of a rating of 1, for ratings of 0 and 1: the score is its log-odds, p = 1 / (1 + exp(-score)).</summary>
    Probability,

    /// <summary>
    /// The probability that the user prefers the item to one of score 0, p = 1 / (1 + exp(-score)). The model orders the items of a user;
    /// its predictions are no ratings and are not compared with any.
    /// </summary>
    Preference,
}

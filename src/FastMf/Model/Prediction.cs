namespace FastMf.Model;

/// <summary>A predicted rating or probability and what it rests on.</summary>
/// <param name="Value">The rating, within the range of the training ratings, or the probability; always finite.</param>
/// <param name="Basis">Which of the user and the item the model knows.</param>
public readonly record struct Prediction(float Value, PredictionBasis Basis);

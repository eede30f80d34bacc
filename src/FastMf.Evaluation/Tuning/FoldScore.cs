namespace FastMf.Evaluation.Tuning;

/// <summary>The outcome of training on one fold.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Rmse">Root mean squared error of predicted ratings on the test part; null when none are predicted.</param>
/// <param name="Mae">Mean absolute error on it; null likewise.</param>
/// <param name="Score">What configurations are compared by; null when training failed.</param>
/// <param name="Failure">Why training failed; null when it did not.</param>
public sealed record FoldScore(int Fold, double? Rmse, double? Mae, double? Score, string? Failure);

namespace FastMf.Evaluation.Tuning;

/// <summary>A point of a learning curve.</summary>
/// <param name="Epoch">The epochs trained until here.</param>
/// <param name="Train">Errors on the training ratings.</param>
/// <param name="Test">Errors on the test ratings.</param>
public sealed record CurvePoint(int Epoch, RatingErrors Train, RatingErrors Test);

namespace FastMf.Model;

/// <summary>How a model was trained, as far as using it depends on it.</summary>
/// <param name="Algorithm">The trainer's name: "als", "sgd" or "bpr", or that of another; up to 16 characters of ASCII.</param>
/// <param name="UsesBiases">Whether mean and biases were learned.</param>
/// <param name="Objective">What a user's row minimizes, used when a user is folded in.</param>
/// <param name="RatingCount">The number of training ratings.</param>
/// <param name="Epochs">The epochs trained, up to the one the model was taken from.</param>
public sealed record ModelInfo(string Algorithm, bool UsesBiases, RowObjective Objective, long RatingCount, int Epochs);

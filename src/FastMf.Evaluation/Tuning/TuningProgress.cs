namespace FastMf.Evaluation.Tuning;

/// <summary>A training of a search has ended.</summary>
/// <param name="Done">Trainings done, those found in the results file included.</param>
/// <param name="Total">Trainings in all, as far as it is known: with successive halving those of the rounds begun.</param>
/// <param name="Settings">The configuration.</param>
/// <param name="Fold">Its outcome.</param>
public sealed record TuningProgress(int Done, int Total, TrainerSettings Settings, FoldScore Fold);

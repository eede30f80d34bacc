namespace FastMf.Evaluation.Tuning;

/// <summary>A configuration with its scores on all folds.</summary>
/// <param name="Settings">The configuration, with the epochs that it was trained for.</param>
/// <param name="Folds">The folds' outcomes, in order.</param>
public sealed record CrossValidationScore(TrainerSettings Settings, IReadOnlyList<FoldScore> Folds)
{
    /// <summary>Whether training failed on a fold.</summary>
    public bool HasFailed => Folds.Any(fold => fold.Failure is not null);

    /// <summary>Mean and spread of the score over folds; null when training failed on one.</summary>
    public Spread? Score => Of(fold => fold.Score);

    /// <summary>Mean and spread of the RMSE over folds; null when training failed on one, or no ratings are predicted.</summary>
    public Spread? Rmse => Of(fold => fold.Rmse);

    /// <summary>Mean and spread of the MAE over folds; null when training failed on one, or no ratings are predicted.</summary>
    public Spread? Mae => Of(fold => fold.Mae);

    private Spread? Of(Func<FoldScore, double?> value)
    {
        double?[] values = [.. Folds.Select(value)];
        return values.Contains(null) ? null : Spread.Of([.. values.Select(number => number!.Value)]);
    }
}

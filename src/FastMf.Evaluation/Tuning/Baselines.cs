using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

/// <summary>Predictors without factors, to be compared with: ALS whose regularization leaves nothing of what it is not to learn.</summary>
public static class Baselines
{
    /// <summary>A weight that holds whatever it regularizes below 1e-6 of a rating.</summary>
    private const float Overwhelming = 1e12f;

    /// <summary>The mean of the training ratings for every user and item.</summary>
    public static TrainerSettings Mean { get; } = new(new AlsOptions
    {
        Rank = 1,
        Epochs = 1,
        Regularization = Overwhelming,
        BiasRegularization = Overwhelming,
    });

    /// <summary>Mean + user bias + item bias, by alternating ridge regressions with weight 5, the default of ALS.</summary>
    public static TrainerSettings Biases { get; } = new(new AlsOptions { Rank = 1, Epochs = 15, Regularization = Overwhelming });
}

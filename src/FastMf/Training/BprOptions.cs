using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="BprTrainer"/>. The objective is the sum over comparisons of -2 ln (1 / (1 + exp(-x))), with x the score of the
/// chosen item less that of another, plus the sum over rows of n^(3/4) l |factors|^2 + n^(1/2) l_b bias^2, n the row's ratings.
/// </summary>
public sealed record BprOptions : TrainerOptions
{
    /// <summary>The default options.</summary>
    public BprOptions() => Epochs = 30;

    /// <summary>The learning rate of the adaptive rule, above 0.</summary>
    [Option(LearningRateHelp, ValueName = "E", Minimum = 0, IsAboveMinimum = true)]
    public float LearningRate { get; init; } = 0.5f;

    /// <summary>l, 0 or more.</summary>
    [Option(RegularizationHelp, ShortName = "l", ValueName = "L", Minimum = 0)]
    public float Regularization { get; init; } = 0.05f;

    /// <summary>l_b, 0 or more.</summary>
    [Option(BiasRegularizationHelp, ValueName = "L", Minimum = 0)]
    public float BiasRegularization { get; init; } = 0.05f;

    /// <summary>The standard deviation of all factors at the start, above 0; null stands for 1 / rank.</summary>
    [Option(InitialDeviationHelp, ValueName = "D", Minimum = 0, IsAboveMinimum = true)]
    public float? InitialDeviation { get; init; }

    /// <inheritdoc/>
    public override TrainerKind Kind => TrainerKind.Bpr;

    /// <inheritdoc/>
    public override PredictionKind Predicts => PredictionKind.Preference;

    /// <inheritdoc/>
    public override BprTrainer CreateTrainer() => new(this);

    /// <summary>The same as options of SGD with the logistic loss, which the ranking shares steps and regularization with.</summary>
    internal SgdOptions ToSgd() => new()
    {
        Rank = Rank,
        Epochs = Epochs,
        LearningRate = LearningRate,
        UserFactorRegularization = Regularization,
        ItemFactorRegularization = Regularization,
        UserBiasRegularization = BiasRegularization,
        ItemBiasRegularization = BiasRegularization,
        RegularizationExponent = 0.75f,
        BiasRegularizationExponent = 0.5f,
        Loss = Kernels.Sgd.SgdLoss.Logistic,
        InitialDeviation = InitialDeviation,
        Seed = Seed,
        Threads = Threads,
        EarlyStopping = EarlyStopping,
        SimdLevel = SimdLevel,
    };
}

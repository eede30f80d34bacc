using FastMf.Kernels;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="BprTrainer"/>. The objective is the sum over comparisons of -2 ln (1 / (1 + exp(-x))), with x the score of the
/// chosen item less that of another, plus the sum over rows of n^(3/4) l |factors|^2 + n^(1/2) l_b bias^2, n the row's ratings.
/// </summary>
public sealed record BprOptions
{
    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>Passes over the ratings, each with newly drawn items to compare with, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>The step width of the adaptive rule, above 0.</summary>
    public float LearningRate { get; init; } = 0.5f;

    /// <summary>l, 0 or more.</summary>
    public float Regularization { get; init; } = 0.05f;

    /// <summary>l_b, 0 or more.</summary>
    public float BiasRegularization { get; init; } = 0.05f;

    /// <summary>The standard deviation of all factors at the start, above 0; null stands for 1 / rank.</summary>
    public float? InitialDeviation { get; init; }

    /// <summary>Decides the factors at the start, the order of the ratings and the items to compare with; any number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>1 to 1024, or 0 for one per processor. The model does not depend on it, not in a single bit.</summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

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

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it and its value.</exception>
    internal void Validate()
    {
        OptionCheck.NotNegative(Regularization, nameof(Regularization));
        OptionCheck.NotNegative(BiasRegularization, nameof(BiasRegularization));
        ToSgd().Validate();
    }
}

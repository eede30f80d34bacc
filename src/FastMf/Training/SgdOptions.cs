using FastMf.Kernels;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="SgdTrainer"/>. The objective is the sum over ratings of
/// (r - mu - b_u - b_i - p_u . q_i)^2 + l_bu b_u^2 + l_bi b_i^2 + l_u |p_u|^2 + l_i |q_i|^2; factors of 2 of its gradient are part of
/// the learning rate.
/// </summary>
public sealed record SgdOptions
{
    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>Passes over the ratings, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>The step width, above 0. For ratings of 0.5 to 5; ratings ten times as large need one a tenth as wide.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>l_bu, 0 or more.</summary>
    public float UserBiasRegularization { get; init; } = 0.07f;

    /// <summary>l_bi, 0 or more.</summary>
    public float ItemBiasRegularization { get; init; } = 0.07f;

    /// <summary>l_u, 0 or more.</summary>
    public float UserFactorRegularization { get; init; } = 0.07f;

    /// <summary>l_i, 0 or more.</summary>
    public float ItemFactorRegularization { get; init; } = 0.07f;

    /// <summary>Whether an item's step uses the user's new factors or the old ones.</summary>
    public SgdUpdateRule Update { get; init; } = SgdUpdateRule.Sequential;

    /// <summary>Whether the mean is subtracted and biases are learned.</summary>
    public bool UseBiases { get; init; } = true;

    /// <summary>The standard deviation of all factors at the start, above 0; null stands for 1 / rank.</summary>
    public float? InitialDeviation { get; init; }

    /// <summary>Decides the factors at the start and the order of the ratings in each epoch; any number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Threads for validation, 1 to 1024, or 0 for one per processor. The updates themselves are made one after the other, in a new
    /// random order each epoch, on one thread: the textbook's method exactly.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

    /// <summary>These options with all four regularizations set to one value.</summary>
    public SgdOptions WithRegularization(float regularization) => this with
    {
        UserBiasRegularization = regularization,
        ItemBiasRegularization = regularization,
        UserFactorRegularization = regularization,
        ItemFactorRegularization = regularization,
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it and its value.</exception>
    internal void Validate()
    {
        OptionCheck.Range(Rank, 1, KernelSet.MaximumRank, nameof(Rank));
        OptionCheck.Range(Epochs, 1, 100_000, nameof(Epochs));
        OptionCheck.Positive(LearningRate, nameof(LearningRate));
        OptionCheck.NotNegative(UserBiasRegularization, nameof(UserBiasRegularization));
        OptionCheck.NotNegative(ItemBiasRegularization, nameof(ItemBiasRegularization));
        OptionCheck.NotNegative(UserFactorRegularization, nameof(UserFactorRegularization));
        OptionCheck.NotNegative(ItemFactorRegularization, nameof(ItemFactorRegularization));
        OptionCheck.Defined(Update, nameof(Update));
        OptionCheck.Positive(InitialDeviation ?? 1, nameof(InitialDeviation));
        Threading.WorkerTeam.Validate(Threads, nameof(Threads));
        EarlyStopping?.Validate();
    }
}

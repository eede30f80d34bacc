using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="SgdTrainer"/>. The objective is the sum over ratings of loss(r, mu + b_u + b_i + p_u . q_i) plus the sum over
/// rows of n^a s l |factors|^2 + n^b l_b bias^2, with n the row's ratings, a and b the exponents, and s the scale of the ratings
/// under the adaptive rule (their standard deviation, so that l has no unit) and 1 otherwise. Factors of 2 of the gradient are part of
/// the learning rate. The defaults suit ratings on any scale; <see cref="Textbook"/> is the plain method.
/// </summary>
public sealed record SgdOptions
{
    /// <summary>
    /// Plain SGD as the articles describe it: all ratings in random order on one thread, a constant learning rate of 0.01, every rating
    /// regularized by 0.07, an item's step by the user's new factors, 40 epochs. For ratings of about 0.5 to 5.
    /// </summary>
    public static SgdOptions Textbook { get; } = new SgdOptions
    {
        Epochs = 40,
        Order = SgdOrder.Shuffled,
        Rule = LearningRateRule.Constant,
        LearningRate = 0.01f,
        Update = SgdUpdateRule.Sequential,
        RegularizationExponent = 1,
        BiasRegularizationExponent = 1,
    }.WithRegularization(0.07f);

    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>Passes over the ratings, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>The order in which an epoch visits the ratings.</summary>
    public SgdOrder Order { get; init; } = SgdOrder.Blocked;

    /// <summary>How step widths change.</summary>
    public LearningRateRule Rule { get; init; } = LearningRateRule.Adaptive;

    /// <summary>
    /// The step width, above 0. Under the adaptive rule it has no unit. Under the others 0.01 suits ratings of 0.5 to 5, and ratings
    /// ten times as large need a tenth of it.
    /// </summary>
    public float LearningRate { get; init; } = 0.5f;

    /// <summary>What the learning rate of <see cref="LearningRateRule.InverseDecay"/> falls by; 0 or more.</summary>
    public float Decay { get; init; } = 0.1f;

    /// <summary>l of users, 0 or more.</summary>
    public float UserFactorRegularization { get; init; } = 0.26f;

    /// <summary>l of items, 0 or more.</summary>
    public float ItemFactorRegularization { get; init; } = 0.26f;

    /// <summary>a, 0 to 2: how l grows with a row's number of ratings.</summary>
    public float RegularizationExponent { get; init; } = 0.75f;

    /// <summary>l_b of users, 0 or more.</summary>
    public float UserBiasRegularization { get; init; } = 1;

    /// <summary>l_b of items, 0 or more.</summary>
    public float ItemBiasRegularization { get; init; } = 1;

    /// <summary>b, 0 to 2: how l_b grows with a row's number of ratings.</summary>
    public float BiasRegularizationExponent { get; init; } = 0.5f;

    /// <summary>Whether an item's step uses the user's new factors or the old ones.</summary>
    public SgdUpdateRule Update { get; init; } = SgdUpdateRule.Simultaneous;

    /// <summary>The loss of a rating. With the logistic one ratings are from 0 to 1, and the model predicts probabilities.</summary>
    public SgdLoss Loss { get; init; } = SgdLoss.Squared;

    /// <summary>c of the Huber and the absolute loss in standard deviations of the ratings, above 0.</summary>
    public float LossLimit { get; init; } = 1;

    /// <summary>Whether factors are held at 0 or above, by projection after each step. Biases are not.</summary>
    public bool NonNegative { get; init; }

    /// <summary>Whether the mean is subtracted and biases are learned.</summary>
    public bool UseBiases { get; init; } = true;

    /// <summary>The standard deviation of all factors at the start, above 0; null stands for 1 / rank, times the root of s.</summary>
    public float? InitialDeviation { get; init; }

    /// <summary>Decides the factors at the start and the order of the ratings in each epoch; any number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>1 to 1024, or 0 for one per processor. The model does not depend on it, not in a single bit.</summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

    /// <summary>What models of this loss predict.</summary>
    internal PredictionKind Predicts => Loss == SgdLoss.Logistic ? PredictionKind.Probability : PredictionKind.Rating;

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
        OptionCheck.Defined(Order, nameof(Order));
        OptionCheck.Defined(Rule, nameof(Rule));
        OptionCheck.Positive(LearningRate, nameof(LearningRate));
        OptionCheck.NotNegative(Decay, nameof(Decay));
        OptionCheck.NotNegative(UserBiasRegularization, nameof(UserBiasRegularization));
        OptionCheck.NotNegative(ItemBiasRegularization, nameof(ItemBiasRegularization));
        OptionCheck.NotNegative(UserFactorRegularization, nameof(UserFactorRegularization));
        OptionCheck.NotNegative(ItemFactorRegularization, nameof(ItemFactorRegularization));
        OptionCheck.Range(RegularizationExponent, 0, 2, nameof(RegularizationExponent));
        OptionCheck.Range(BiasRegularizationExponent, 0, 2, nameof(BiasRegularizationExponent));
        OptionCheck.Defined(Update, nameof(Update));
        OptionCheck.Defined(Loss, nameof(Loss));
        OptionCheck.Positive(LossLimit, nameof(LossLimit));
        OptionCheck.Positive(InitialDeviation ?? 1, nameof(InitialDeviation));
        Threading.WorkerTeam.Validate(Threads, nameof(Threads));
        EarlyStopping?.Validate();
    }
}

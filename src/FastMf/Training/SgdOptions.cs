using FastMf.Kernels.Sgd;
using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="SgdTrainer"/>. The objective is the sum over ratings of loss(r, mu + b_u + b_i + p_u . q_i) plus the sum over
/// rows of n^a s l |factors|^2 + n^b l_b bias^2, with n the row's ratings, a and b the exponents, and s the scale of the ratings
/// under the adaptive rule (their standard deviation, so that l has no unit) and 1 otherwise. Factors of 2 of the gradient are part of
/// the learning rate. The defaults suit ratings on any scale; <see cref="Textbook"/> is the plain method.
/// </summary>
public sealed record SgdOptions : TrainerOptions
{
    /// <summary>The default options.</summary>
    public SgdOptions() => Epochs = 20;

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

    /// <summary>The order in which an epoch visits the ratings.</summary>
    [Option("the order of the ratings: blocked, fast and on all threads, or shuffled, plain sgd on one", ValueName = "ORDER")]
    public SgdOrder Order { get; init; } = SgdOrder.Blocked;

    /// <summary>How learning rates change.</summary>
    [Option("how learning rates change; constant and inversedecay are plain sgd, and so is shuffled order by default", ValueName = "RULE")]
    public LearningRateRule Rule { get; init; } = LearningRateRule.Adaptive;

    /// <summary>
    /// Above 0. Under the adaptive rule it has no unit. Under the others 0.01 suits ratings of 0.5 to 5, and ratings
    /// ten times as large need a tenth of it.
    /// </summary>
    [Option(LearningRateHelp, ValueName = "E", Minimum = 0, IsAboveMinimum = true)]
    public float LearningRate { get; init; } = 0.5f;

    /// <summary>What the learning rate of <see cref="LearningRateRule.InverseDecay"/> falls by; 0 or more.</summary>
    [Option("with the rule inversedecay, divide the learning rate by 1 + D (epoch - 1)", ValueName = "D", Minimum = 0)]
    public float Decay { get; init; } = 0.1f;

    /// <summary>Of the factors; without the adaptive rule, as the textbooks have one regularization for all, of the biases too.</summary>
    [Option(RegularizationHelp, ShortName = "l", ValueName = "L", Minimum = 0, IsShorthand = true)]
    internal float Regularization
    {
        get => UserFactorRegularization;
        init
        {
            (UserFactorRegularization, ItemFactorRegularization) = (value, value);
            if (Rule != LearningRateRule.Adaptive)
            {
                BiasRegularization = value;
            }
        }
    }

    [Option(BiasRegularizationHelp, ValueName = "L", Minimum = 0, IsShorthand = true)]
    internal float BiasRegularization
    {
        get => UserBiasRegularization;
        init => (UserBiasRegularization, ItemBiasRegularization) = (value, value);
    }

    /// <summary>l of users, 0 or more.</summary>
    [Option("regularization of the factors of users", ValueName = "L", Minimum = 0)]
    public float UserFactorRegularization { get; init; } = 0.26f;

    /// <summary>l of items, 0 or more.</summary>
    [Option("regularization of the factors of items", ValueName = "L", Minimum = 0)]
    public float ItemFactorRegularization { get; init; } = 0.26f;

    /// <summary>a, 0 to 2: how l grows with a row's number of ratings.</summary>
    [Option(ExponentHelp, ValueName = "NU", Minimum = 0, Maximum = 2)]
    public float RegularizationExponent { get; init; } = 0.75f;

    /// <summary>l_b of users, 0 or more.</summary>
    [Option("regularization of the biases of users", ValueName = "L", Minimum = 0)]
    public float UserBiasRegularization { get; init; } = 1;

    /// <summary>l_b of items, 0 or more.</summary>
    [Option("regularization of the biases of items", ValueName = "L", Minimum = 0)]
    public float ItemBiasRegularization { get; init; } = 1;

    /// <summary>b, 0 to 2: how l_b grows with a row's number of ratings.</summary>
    [Option(
        "multiply the regularization of the biases of a row with n ratings by n to this power, 0 to 2",
        ValueName = "NU", Minimum = 0, Maximum = 2)]
    public float BiasRegularizationExponent { get; init; } = 0.5f;

    /// <summary>Whether an item's step uses the user's new factors or the old ones.</summary>
    [Option("which user factors the step of an item uses: sequential, the new ones, or simultaneous, the old ones", ValueName = "RULE")]
    public SgdUpdateRule Update { get; init; } = SgdUpdateRule.Simultaneous;

    /// <summary>The loss of a rating. With the logistic one ratings are from 0 to 1, and the model predicts probabilities.</summary>
    [Option("the loss of a rating; logistic is for values 0 and 1", ValueName = "LOSS")]
    public SgdLoss Loss { get; init; } = SgdLoss.Squared;

    /// <summary>c of the Huber and the absolute loss in standard deviations of the ratings, above 0.</summary>
    [Option(
        "where the huber loss turns straight, in standard deviations of the ratings", ValueName = "C", Minimum = 0, IsAboveMinimum = true)]
    public float LossLimit { get; init; } = 1;

    /// <summary>Whether factors are held at 0 or above, by projection after each step. Biases are not.</summary>
    [Option(NonNegativeHelp)]
    public bool NonNegative { get; init; }

    /// <summary>Whether the mean is subtracted and biases are learned.</summary>
    [Option(UseBiasesHelp)]
    public bool UseBiases { get; init; } = true;

    [Option(NoBiasesHelp, IsShorthand = true)]
    internal bool NoBiases
    {
        get => !UseBiases;
        init => UseBiases = !value;
    }

    /// <summary>The standard deviation of all factors at the start, above 0; null stands for 1 / rank, times the root of s.</summary>
    [Option(InitialDeviationHelp, ValueName = "D", Minimum = 0, IsAboveMinimum = true)]
    public float? InitialDeviation { get; init; }

    /// <inheritdoc/>
    public override TrainerKind Kind => TrainerKind.Sgd;

    /// <inheritdoc/>
    public override PredictionKind Predicts => Loss == SgdLoss.Logistic ? PredictionKind.Probability : PredictionKind.Rating;

    /// <summary>These options with all four regularizations set to one value.</summary>
    public SgdOptions WithRegularization(float regularization) => this with
    {
        UserBiasRegularization = regularization,
        ItemBiasRegularization = regularization,
        UserFactorRegularization = regularization,
        ItemFactorRegularization = regularization,
    };

    /// <inheritdoc/>
    public override SgdTrainer CreateTrainer() => new(this);

    /// <summary>Plain SGD where shuffled order or a rule without adaptation is asked for.</summary>
    internal static SgdOptions DefaultsFor(IReadOnlyDictionary<string, string> values)
    {
        bool isPlain = values.TryGetValue("rule", out string? rule)
            ? !Is(rule, LearningRateRule.Adaptive)
            : values.TryGetValue("order", out string? order) && Is(order, SgdOrder.Shuffled);
        return isPlain ? Textbook with { Order = SgdOrder.Blocked } : new SgdOptions();

        static bool Is<T>(string text, T value)
            where T : struct, Enum => text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}

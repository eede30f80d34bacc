using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="AlsTrainer"/>. The objective is sum c (p - mu - b_u - b_i - x_u . y_i)^2 + sum over rows of
/// (lambda n^nu |x|^2 + lambda_b b^2), where n is the row's number of ratings and <see cref="Objective"/> says which pairs count, with
/// which weight c and which target p.
/// </summary>
public sealed record AlsOptions : TrainerOptions
{
    /// <summary>The default options.</summary>
    public AlsOptions() => Epochs = 15;

    /// <summary>Which pairs count, and what a rating means.</summary>
    [Option("the pairs that count; implicit: ratings are counts, their presence a preference", ValueName = "WHAT")]
    public ObjectiveKind Objective { get; init; }

    /// <summary>lambda, 0 or more: the weight of the squared norm of a row's factors, before scaling.</summary>
    [Option(RegularizationHelp, ShortName = "l", ValueName = "L", Minimum = 0)]
    public float Regularization { get; init; } = 1.3f;

    /// <summary>nu, 0 to 2: lambda is multiplied by n^nu; see <see cref="RowRegularization"/>.</summary>
    [Option(ExponentHelp, ValueName = "NU", Minimum = 0, Maximum = 2)]
    public float RegularizationExponent { get; init; } = 0.5f;

    /// <summary>lambda_b, 0 or more: as many ratings of 0 as it says, it holds a row's bias near 0; never scaled.</summary>
    [Option(BiasRegularizationHelp, ValueName = "L", Minimum = 0)]
    public float BiasRegularization { get; init; } = 5;

    /// <summary>
    /// Whether a mean is subtracted and biases are learned, jointly with the factors; null, the default: when only observed ratings count,
    /// as the field does it. Where all pairs count the mean is that of all pairs.
    /// </summary>
    [Option(UseBiasesHelp)]
    public bool? UseBiases { get; init; }

    /// <summary>The weight of an observed preference, for <see cref="ObjectiveKind.Implicit"/>.</summary>
    [Option("with the implicit objective, what the confidence in a preference is", ValueName = "WHAT")]
    public ConfidenceKind Confidence { get; init; }

    /// <summary>alpha, 0 or more: confidence is 1 + alpha r, for <see cref="ConfidenceKind.OnePlusAlphaRating"/>.</summary>
    [Option("with the implicit objective, the confidence in a preference is 1 + A times the rating", ValueName = "A", Minimum = 0)]
    public float Alpha { get; init; } = 1;

    /// <summary>Whether factors are held at 0 or above; biases are not.</summary>
    [Option(NonNegativeHelp)]
    public bool NonNegative { get; init; }

    /// <summary>How rows are solved. Non-negative factors have a method of their own.</summary>
    [Option("how rows are solved; auto goes by the rank", ValueName = "SOLVER")]
    public AlsSolver Solver { get; init; }

    /// <summary>Steps of <see cref="AlsSolver.ConjugateGradient"/> for each row and epoch, 1 to 1,000.</summary>
    [Option(
        "steps of the conjugategradient solver for each row",
        Name = "cg-steps", FormerName = "conjugate-gradient-steps", ValueName = "N", Minimum = 1, Maximum = 1000)]
    public int ConjugateGradientSteps { get; init; } = 3;

    /// <summary>Factors of a block of <see cref="AlsSolver.BlockCoordinate"/>, a multiple of 16 from 16 to 4,096.</summary>
    [Option(
        "factors of a block of the blockcoordinate solver, a multiple of 16",
        ValueName = "N", Minimum = 16, Maximum = KernelSet.MaximumRank)]
    public int BlockSize { get; init; } = 64;

    /// <summary>
    /// Training ends when an epoch lowers the objective by this share of it or less, 0 to 1; 0 for never. In single precision less than
    /// about 1e-6 means never as well.
    /// </summary>
    [Option("stop when an epoch lowers the objective by this share of it or less; 0 for never", ValueName = "F", Minimum = 0, Maximum = 1)]
    public double Tolerance { get; init; }

    /// <summary>
    /// The standard deviation of the user factors at the start, above 0; their absolute values where none may be negative.
    /// </summary>
    [Option(InitialDeviationHelp, ValueName = "D", Minimum = 0, IsAboveMinimum = true)]
    public float InitialDeviation { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override TrainerKind Kind => TrainerKind.Als;

    /// <inheritdoc/>
    public override PredictionKind Predicts => PredictionKind.Rating;

    [Option("learn mean and biases where missing ratings count too", IsShorthand = true)]
    internal bool Biases
    {
        get => UseBiases == true;
        init => UseBiases = value ? true : null;
    }

    [Option(NoBiasesHelp, IsShorthand = true)]
    internal bool NoBiases
    {
        get => UseBiases == false;
        init => UseBiases = value ? false : null;
    }

    [Option("with the implicit objective, the confidence in a preference is the rating itself", IsShorthand = true)]
    internal bool RatingsAreConfidences
    {
        get => Confidence == ConfidenceKind.Rating;
        init => Confidence = value ? ConfidenceKind.Rating : ConfidenceKind.OnePlusAlphaRating;
    }

    /// <summary>Above this rank conjugate gradients are faster to the same objective than exact solutions (docs/als.md).</summary>
    private const int LargestDirectRank = 80;

    internal bool LearnsBiases => UseBiases ?? Objective == ObjectiveKind.ObservedOnly;

    internal RowObjective RowObjective => new(
        Objective, new RowRegularization(Regularization, RegularizationExponent, BiasRegularization, 0), Confidence, Alpha, NonNegative);

    /// <summary>The solver that is used.</summary>
    internal AlsSolver EffectiveSolver
    {
        get
        {
            // One factorization serves all rows where they all have one matrix.
            bool isShared = Objective == ObjectiveKind.MissingAsZero && RegularizationExponent == 0;
            return Solver != AlsSolver.Auto ? Solver
                : NonNegative || isShared || Rank <= LargestDirectRank ? AlsSolver.Cholesky
                : AlsSolver.ConjugateGradient;
        }
    }

    /// <inheritdoc/>
    public override AlsTrainer CreateTrainer() => new(this);

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        if (BlockSize % 16 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(BlockSize), BlockSize, "BlockSize must be a multiple of 16.");
        }

        if (NonNegative && Solver is AlsSolver.ConjugateGradient or AlsSolver.BlockCoordinate)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Solver), Solver, "Solver must be Auto or Cholesky where factors are non-negative.");
        }
    }
}

using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="AlsTrainer"/>. The objective is sum c (p - mu - b_u - b_i - x_u . y_i)^2 + sum over rows of
/// (lambda n^nu |x|^2 + lambda_b b^2), where n is the row's number of ratings and <see cref="Objective"/> says which pairs count, with
/// which weight c and which target p.
/// </summary>
public sealed record AlsOptions
{
    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>Iterations over all items and all users, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Which pairs count, and what a rating means.</summary>
    public ObjectiveKind Objective { get; init; }

    /// <summary>lambda, 0 or more: the weight of the squared norm of a row's factors, before scaling.</summary>
    public float Regularization { get; init; } = 1.3f;

    /// <summary>nu, 0 to 2: lambda is multiplied by n^nu; see <see cref="RowRegularization"/>.</summary>
    public float RegularizationExponent { get; init; } = 0.5f;

    /// <summary>lambda_b, 0 or more: as many ratings of 0 as it says, it holds a row's bias near 0; never scaled.</summary>
    public float BiasRegularization { get; init; } = 5;

    /// <summary>
    /// Whether a mean is subtracted and biases are learned, jointly with the factors; null, the default: when only observed ratings count,
    /// as the field does it. Where all pairs count the mean is that of all pairs.
    /// </summary>
    public bool? UseBiases { get; init; }

    /// <summary>The weight of an observed preference, for <see cref="ObjectiveKind.Implicit"/>.</summary>
    public ConfidenceKind Confidence { get; init; }

    /// <summary>alpha, 0 or more: confidence is 1 + alpha r, for <see cref="ConfidenceKind.OnePlusAlphaRating"/>.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>Whether factors are held at 0 or above; biases are not.</summary>
    public bool NonNegative { get; init; }

    /// <summary>How rows are solved. Non-negative factors have a method of their own.</summary>
    public AlsSolver Solver { get; init; }

    /// <summary>Steps of <see cref="AlsSolver.ConjugateGradient"/> for each row and epoch, 1 to 1,000.</summary>
    public int ConjugateGradientSteps { get; init; } = 3;

    /// <summary>Factors of a block of <see cref="AlsSolver.BlockCoordinate"/>, a multiple of 16 from 16 to 4,096.</summary>
    public int BlockSize { get; init; } = 64;

    /// <summary>
    /// Training ends when an epoch lowers the objective by this share of it or less, 0 to 1; 0 for never. In single precision less than
    /// about 1e-6 means never as well.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>The standard deviation of the user factors at the start, above 0; their absolute values where none may be negative.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>Decides the factors at the start; any number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>1 to 1024, or 0 for one per processor. The model does not depend on it, not in a single bit.</summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

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

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it and its value.</exception>
    internal void Validate()
    {
        OptionCheck.Range(Rank, 1, KernelSet.MaximumRank, nameof(Rank));
        OptionCheck.Range(Epochs, 1, 100_000, nameof(Epochs));
        OptionCheck.Defined(Objective, nameof(Objective));
        OptionCheck.NotNegative(Regularization, nameof(Regularization));
        OptionCheck.Range(RegularizationExponent, 0, 2, nameof(RegularizationExponent));
        OptionCheck.NotNegative(BiasRegularization, nameof(BiasRegularization));
        OptionCheck.Defined(Confidence, nameof(Confidence));
        OptionCheck.NotNegative(Alpha, nameof(Alpha));
        OptionCheck.Defined(Solver, nameof(Solver));
        OptionCheck.Range(ConjugateGradientSteps, 1, 1000, nameof(ConjugateGradientSteps));
        OptionCheck.Range(BlockSize, 16, KernelSet.MaximumRank, nameof(BlockSize));
        OptionCheck.Range((float)Tolerance, 0, 1, nameof(Tolerance));
        if (BlockSize % 16 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(BlockSize), BlockSize, "BlockSize must be a multiple of 16.");
        }

        if (NonNegative && Solver is AlsSolver.ConjugateGradient or AlsSolver.BlockCoordinate)
        {
            throw new ArgumentOutOfRangeException(nameof(Solver), Solver, "Solver must be Auto or Cholesky where factors are non-negative.");
        }

        OptionCheck.Positive(InitialDeviation, nameof(InitialDeviation));
        Threading.WorkerTeam.Validate(Threads, nameof(Threads));
        EarlyStopping?.Validate();
    }
}

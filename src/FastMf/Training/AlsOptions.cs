using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Training;

/// <summary>
/// Options of <see cref="AlsTrainer"/>. The objective, over the observed ratings only, is
/// sum (r - mu - b_u - b_i - x_u . y_i)^2 + sum over rows of (scale lambda |x|^2 + lambda_b b^2), where a row's scale is 1, its number
/// of ratings, or the square root of that.
/// </summary>
public sealed record AlsOptions
{
    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    public int Rank { get; init; } = 32;

    /// <summary>Iterations over all users and all items, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>lambda, 0 or more: the weight of the squared norm of a row's factors, before scaling.</summary>
    public float Regularization { get; init; } = 1.3f;

    /// <summary>What lambda is multiplied by.</summary>
    public RegularizationScaling Scaling { get; init; } = RegularizationScaling.SquareRoot;

    /// <summary>lambda_b, 0 or more: as many ratings of 0 as it says, it holds a row's bias near 0; never scaled.</summary>
    public float BiasRegularization { get; init; } = 5;

    /// <summary>Whether the mean is subtracted and biases are learned, jointly with the factors.</summary>
    public bool UseBiases { get; init; } = true;

    /// <summary>The standard deviation of the item factors at the start, above 0.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>Decides the factors at the start; any number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>1 to 1024, or 0 for one per processor. The model does not depend on it, not in a single bit.</summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

    internal RowRegularization RowRegularization => new(Regularization, Scaling, BiasRegularization, RegularizationScaling.Plain);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it and its value.</exception>
    internal void Validate()
    {
        OptionCheck.Range(Rank, 1, KernelSet.MaximumRank, nameof(Rank));
        OptionCheck.Range(Epochs, 1, 100_000, nameof(Epochs));
        OptionCheck.NotNegative(Regularization, nameof(Regularization));
        OptionCheck.NotNegative(BiasRegularization, nameof(BiasRegularization));
        OptionCheck.Defined(Scaling, nameof(Scaling));
        OptionCheck.Positive(InitialDeviation, nameof(InitialDeviation));
        Threading.WorkerTeam.Validate(Threads, nameof(Threads));
        EarlyStopping?.Validate();
    }
}

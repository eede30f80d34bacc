using FastMf.Kernels;
using FastMf.Model;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// What all trainers can be told. Records that derive from this one declare each option once, on its property: the name, the range, the
/// default and the help text are those that <see cref="TrainerKind.Options"/> lists, and that files, searches and the tool use.
/// </summary>
public abstract record TrainerOptions
{
    // What options of several trainers say in common.
    private protected const string RegularizationHelp = "regularization of the factors; for plain sgd of the biases too";
    private protected const string BiasRegularizationHelp = "regularization of the biases";
    private protected const string ExponentHelp =
        "multiply the regularization of the factors of a row with n ratings by n to this power, 0 to 2";
    private protected const string LearningRateHelp = "the learning rate";
    private protected const string InitialDeviationHelp = "standard deviation of the factors at the start; sgd and bpr go by the rank";
    private protected const string NonNegativeHelp = "hold factors at 0 or above";
    private protected const string UseBiasesHelp = "whether mean and biases are learned";
    private protected const string NoBiasesHelp = "learn factors only, neither mean nor biases";

    private protected TrainerOptions()
    {
    }

    /// <summary>Factors of each user and item, 1 to 4096.</summary>
    [Option("factors of each user and item", ShortName = "k", ValueName = "K", Minimum = 1, Maximum = KernelSet.MaximumRank)]
    public int Rank { get; init; } = 32;

    /// <summary>Passes over the ratings, 1 to 100,000. For ALS each solves all items and all users once.</summary>
    [Option("passes over the ratings", ShortName = "e", ValueName = "N", Minimum = 1, Maximum = 100_000)]
    public int Epochs { get; init; }

    /// <summary>Decides everything random; any number.</summary>
    [Option("decides everything random; the same seed gives the same result", ShortName = "s", ValueName = "S")]
    public long Seed { get; init; } = 1;

    /// <summary>1 to 1024, or 0 for one per processor. The model does not depend on it, not in a single bit.</summary>
    public int Threads { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation ratings.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The vector width; null for the widest of this processor.</summary>
    public SimdLevel? SimdLevel { get; init; }

    /// <summary>The trainer that these are options of.</summary>
    public abstract TrainerKind Kind { get; }

    /// <summary>What models trained with these options predict.</summary>
    public abstract PredictionKind Predicts { get; }

    /// <summary>A trainer with these options.</summary>
    public abstract ITrainer CreateTrainer();

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it and its value.</exception>
    internal virtual void Validate()
    {
        foreach (TrainerOption option in Kind.Options)
        {
            option.Validate(this);
        }

        WorkerTeam.Validate(Threads, nameof(Threads));
        EarlyStopping?.Validate();
    }
}

using System.Globalization;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Reproductions;

/// <summary>One training of Rosenthal's article.</summary>
/// <param name="Name">What is trained.</param>
/// <param name="Settings">The trainer.</param>
/// <param name="Split">The ratings; swapped for ALS, which the article solves users first.</param>
/// <param name="Checkpoints">The epochs after which errors are measured.</param>
internal sealed record RosenthalRecipe(string Name, TrainerSettings Settings, RatingSplit Split, int[] Checkpoints);

/// <summary>The article's two trainers, by what it varies.</summary>
internal sealed class RosenthalRecipes(RatingSplit split, long seed)
{
    private static readonly int[] AlsCheckpoints = [1, 2, 5, 10, 25, 50, 100];
    private static readonly int[] SgdCheckpoints = [1, 2, 5, 10, 25, 50, 100, 200];

    private readonly RatingSplit _swapped = split.Transpose();

    /// <summary>Missing-as-zero ALS with plain regularization.</summary>
    public RosenthalRecipe Als(int rank, float lambda) => new(
        $"ALS, {rank} factors, lambda {Text(lambda)}",
        new TrainerSettings(new AlsOptions
        {
            Objective = ObjectiveKind.MissingAsZero,
            Rank = rank,
            Regularization = lambda,
            RegularizationExponent = 0,
            UseBiases = false,
            InitialDeviation = 1f / rank,
            Seed = seed,
        }),
        _swapped,
        AlsCheckpoints);

    /// <summary>Biased SGD, one regularization for all.</summary>
    public RosenthalRecipe Sgd(int rank, float rate, float lambda) => new(
        $"SGD, {rank} factors, learning rate {Text(rate)}, lambda {Text(lambda)}",
        new TrainerSettings((SgdOptions.Textbook with
        {
            Rank = rank,
            LearningRate = rate,
            InitialDeviation = 1f / rank,
            Seed = seed,
        }).WithRegularization(lambda)),
        split,
        SgdCheckpoints);

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}

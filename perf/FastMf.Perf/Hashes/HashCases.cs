using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Perf.Hashes;

/// <summary>Every objective and solver of ALS, every loss, rule and order of SGD, and BPR, over a few epochs.</summary>
internal static class HashCases
{
    private const int Epochs = 3;

    public static IEnumerable<HashCase> All()
    {
        foreach (ObjectiveKind objective in Enum.GetValues<ObjectiveKind>())
        {
            foreach (AlsSolver solver in new[] { AlsSolver.Cholesky, AlsSolver.ConjugateGradient, AlsSolver.BlockCoordinate })
            {
                yield return Als($"als {objective} {solver}", new AlsOptions { Objective = objective, Solver = solver, BlockSize = 32 });
            }

            yield return Als($"als {objective} non-negative", new AlsOptions { Objective = objective, NonNegative = true });
        }

        yield return Als(
            "als one matrix for all rows", new AlsOptions { Objective = ObjectiveKind.MissingAsZero, RegularizationExponent = 0 });
        yield return Als("als without biases", new AlsOptions { UseBiases = false });
        yield return Als(
            "als implicit, rating as confidence",
            new AlsOptions { Objective = ObjectiveKind.Implicit, Confidence = ConfidenceKind.Rating });
        foreach (SgdLoss loss in Enum.GetValues<SgdLoss>())
        {
            yield return Sgd($"sgd {loss}", new SgdOptions { Loss = loss });
        }

        yield return Sgd("sgd constant rate", SgdOptions.Textbook with { Order = SgdOrder.Blocked });
        yield return Sgd("sgd textbook", SgdOptions.Textbook);
        yield return Sgd("sgd inverse decay", new SgdOptions { Rule = LearningRateRule.InverseDecay, LearningRate = 0.01f });
        yield return Sgd("sgd sequential, non-negative", new SgdOptions { Update = SgdUpdateRule.Sequential, NonNegative = true });
        yield return Sgd("sgd without biases", new SgdOptions { UseBiases = false });
        yield return new(
            "bpr", HashRatings.Stars, (rank, level) => new BprTrainer(new BprOptions { Rank = rank, SimdLevel = level, Epochs = Epochs }));
    }

    private static HashCase Als(string name, AlsOptions options) =>
        new(name, HashRatings.Stars, (rank, level) => new AlsTrainer(options with { Rank = rank, SimdLevel = level, Epochs = Epochs }));

    private static HashCase Sgd(string name, SgdOptions options) => new(
        name,
        options.Loss == SgdLoss.Logistic ? HashRatings.Shares : HashRatings.Stars,
        (rank, level) => new SgdTrainer(options with { Rank = rank, SimdLevel = level, Epochs = Epochs }));
}

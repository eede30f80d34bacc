using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Testing.Conformance;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

public class TrainerConformanceTests
{
    public static TheoryData<AlsOptions> OfAls => new(
        from objective in Enum.GetValues<ObjectiveKind>()
        from threads in Enumerable.Range(1, 2)
        select new AlsOptions { Rank = 3, Epochs = 4, Objective = objective, NonNegative = threads == 2, Threads = threads, Seed = 5 });

    public static TheoryData<SgdOptions> OfSgd =>
    [
        new SgdOptions { Rank = 3, Epochs = 3, Threads = 1 },
        new SgdOptions { Rank = 17, Epochs = 3, Threads = 2, Loss = SgdLoss.Huber, NonNegative = true },
        SgdOptions.Textbook with { Rank = 3, Epochs = 3, Threads = 1 },
    ];

    [Theory, MemberData(nameof(OfAls))]
    public void Alternating_least_squares_keeps_the_laws(AlsOptions options) =>
        TrainerConformance.Check(() => new AlsTrainer(options), TrainerLaws.OfAlternatingLeastSquares, runs: 12);

    [Theory, MemberData(nameof(OfSgd))]
    public void Stochastic_gradient_descent_keeps_the_laws(SgdOptions options) =>
        TrainerConformance.Check(() => new SgdTrainer(options), runs: 12);
}

using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Checks;
using FastMf.Testing.Conformance;
using FastMf.Tests.Training.Sgd;
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Pairwise_ranking_keeps_the_laws(int threads) =>
        TrainerConformance.Check(() => new BprTrainer(new BprOptions { Rank = 3, Epochs = 3, Threads = threads }), runs: 12);

    [Fact]
    public void The_logistic_loss_keeps_the_laws() => TrainerConformance.Check(
        () => new SgdTrainer(new SgdOptions { Rank =
            3, Epochs = 3, Loss = SgdLoss.Logistic, UseBiases = true }), runs: 12, draw: ZeroesAndOnes);

    /// <summary>From random numbers users in another order start elsewhere; from a given model they may have any order.</summary>
    [SeededProperty(Runs = 90)]
    public void Going_on_by_least_squares_from_a_permuted_model_gives_the_permuted_model(PermutedCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        var trainer = new AlsTrainer(
            new AlsOptions { Rank = drawn.Rank, Epochs = 2, Objective = drawn.Objective, UseBiases = drawn.UseBiases });
        using MfModel start = trainer.Train(ratings).Model;
        RelabellingCheck.PermutesFromAStart(ratings, start, (model, more) => trainer.Refit(model, more), random, tolerance: 1e-3);
    }

    private static RatingMatrix ZeroesAndOnes(RatingCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        return RatingMatrix.Create(
            ratings.Users, ratings.Items, Grids.Samples(ratings)
                .Select(sample => new Rating(sample.User, sample.Item, sample.Value > 3 ? 1 : 0))
                .ToArray());
    }

    public sealed record PermutedCase(
        [Between(1, 40)] int Users, [Between(1, 30)] int Items, [Between(1, 1200)] int Ratings, [Between(1, 8)] int Rank, ObjectiveKind Objective, bool UseBiases, int Seed)
        : RatingCase(Users, Items, Ratings, HeavyTailed: false, Seed);
}

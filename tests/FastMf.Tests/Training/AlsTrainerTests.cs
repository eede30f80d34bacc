using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Testing.Generators;
using FastMf.Testing.References;
using FastMf.Training;
using FastMf.Training.Als;
using FastMf.Training.Runs;
using Xunit;

namespace FastMf.Tests.Training;

public class AlsTrainerTests
{
    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    [SeededProperty(Runs = 120)]
    public void The_objective_never_rises_from_one_half_step_to_the_next(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        var objective = new RowObjective(
            drawn.Objective,
            new RowRegularization(0.02f + (float)random.NextDouble(), random.NextInt32(4) * 0.5f, (float)random.NextDouble(), 0),
            Alpha: (float)random.NextDouble() * 3,
            NonNegative: drawn.NonNegative);
        using var parameters = new ModelParameters(ratings.Users.Count, ratings.Items.Count, drawn.Rank)
        {
            Mean = drawn.UseBiases ? (float)ratings.Statistics.Mean : 0,
        };
        FactorInitializer.Fill(
            parameters.UserFactors, 0.1f, random.NextInt32(1000), [.. Enumerable.Range(0, ratings.Users.Count).Select(ratings.ByUser.RowLength)], 1, objective.NonNegative);
        using var solver = ExactRowSolver.Create(KernelSet.Best, drawn.Rank, drawn.UseBiases, objective);
        var users = new TrainingSide("user", ratings.Users, ratings.ByUser, parameters.UserFactors, parameters.UserBiases);
        var items = new TrainingSide("item", ratings.Items, ratings.ByItem, parameters.ItemFactors, parameters.ItemBiases);
        HalfStep[] steps = [new HalfStep(items, users), new HalfStep(users, items)];

        double before = NaiveObjective.Of(ratings, ToNaive(parameters), objective);
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            foreach (HalfStep step in steps)
            {
                step.Run([solver], KernelSet.Best, parameters.Mean, objective, epoch, CancellationToken.None);
                double after = NaiveObjective.Of(ratings, ToNaive(parameters), objective);
                Assert.InRange(after, 0, before * (1 + 1e-5) + 1e-6);
                before = after;
            }
        }
    }

    [SeededProperty(Runs = 120)]
    public void The_reported_loss_is_the_objective(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        AlsOptions options = drawn.Options with
        {
            Epochs = 3,
            Confidence = (ConfidenceKind)random.NextInt32(2),
            Regularization = 0.1f + (float)random.NextDouble(),
            RegularizationExponent = random.NextInt32(4) * 0.5f,
        };
        TrainingResult result = new AlsTrainer(options).Train(ratings);
        using MfModel model = result.Model;
        double expected = NaiveObjective.Of(ratings, ToNaive(model.Parameters), model.Info.Objective);
        Assert.Equal(expected, result.Epochs[^1].Loss, 1e-3 * (1 + expected));
    }

    [SeededProperty(Runs = 30)]
    public void Iterative_solvers_reach_the_objective_of_the_exact_one(IterativeCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        var options = new AlsOptions
        {
            Rank = drawn.Rank,
            Objective = drawn.Objective,
            Regularization = 0.5f,
            Solver = AlsSolver.Cholesky,
            BlockSize = 16,
            Epochs = 60,
        };
        double exact = FinalLoss(ratings, options, out _);
        double iterative = FinalLoss(
            ratings,
            options with { Solver = drawn.Blocks ? AlsSolver.BlockCoordinate : AlsSolver.ConjugateGradient },
            out IReadOnlyList<EpochReport> epochs);

        // The problem is not convex: from the same start they may end in different valleys, but of about the same depth.
        Assert.InRange(iterative, 0, 1.05 * exact + 1e-3);
        for (int epoch = 1; epoch < epochs.Count; epoch++)
        {
            Assert.InRange(epochs[epoch].Loss, 0, epochs[epoch - 1].Loss * (1 + 1e-5) + 1e-5);
        }
    }

    [SeededProperty(Runs = 25)]
    public void Going_on_from_a_model_is_one_run_cut_in_two(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        AlsOptions options = drawn.Options with
        {
            NonNegative = false,
            Solver = (AlsSolver)random.NextInt32(4),
            BlockSize = 16,
            Epochs = 5,
        };
        using MfModel whole = new AlsTrainer(options).Train(ratings).Model;
        using MfModel half = new AlsTrainer(options with { Epochs = 2 }).Train(ratings).Model;
        using MfModel rest = new AlsTrainer(options with { Epochs = 3, Seed = 77 }).Refit(half, ratings).Model;
        Assert.Equal(whole.ComputeHash(), rest.ComputeHash());
    }

    [Fact]
    public void Going_on_needs_the_same_rank()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(4));
        using MfModel model = new AlsTrainer(new AlsOptions { Rank = 4, Epochs = 1 }).Train(ratings).Model;
        var error = Assert.Throws<ArgumentException>(() => new AlsTrainer(new AlsOptions { Rank = 5 }).Refit(model, ratings));
        Assert.Contains("rank 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_ends_when_the_objective_hardly_falls()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(4));
        TrainingResult result = new AlsTrainer(new AlsOptions { Rank = 4, Epochs = 500, Tolerance = 1e-3 }).Train(ratings);
        using MfModel model = result.Model;
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.InRange(result.Epochs.Count, 3, 499);
        Assert.Equal(result.Epochs.Count, result.BestEpoch);
        double[] losses = [.. result.Epochs.Select(epoch => epoch.Loss)];
        Assert.True(losses[^2] - losses[^1] <= 1e-3 * losses[^2]);
        Assert.True(losses[^3] - losses[^2] > 1e-3 * losses[^3]);
    }

    [SeededProperty(Runs = 8)]
    public void Every_thread_count_gives_the_same_model(LargeCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        Assert.Single(ThreadCounts.Select(threads => Hash(ratings, drawn.Options with { Threads = threads })).Distinct());
    }

    [SeededProperty(Runs = 15)]
    public void Every_fused_vector_width_gives_the_same_model(WidthCase drawn)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        SimdLevel[] fused = [SimdLevel.Vector512, SimdLevel.Vector256, SimdLevel.Vector128Fused];
        Assert.Single(fused.Select(level => Hash(ratings, drawn.Options with { SimdLevel = level })).Distinct());
    }

    [Fact]
    public void Seeds_decide_the_model()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(4));
        var options = new AlsOptions { Rank = 4, Epochs = 2 };
        Assert.Equal(Hash(ratings, options with { Seed = 7 }), Hash(ratings, options with { Seed = 7 }));
        Assert.NotEqual(Hash(ratings, options with { Seed = 7 }), Hash(ratings, options with { Seed = 8 }));
    }

    [Fact]
    public void Equations_that_cannot_be_solved_name_the_row_and_the_remedy()
    {
        RatingMatrix ratings = RatingMatrix.Create(
            IdMap.FromTexts(["ann"]), IdMap.FromTexts(["x", "y"]), new Rating[] { new(0, 0, 4), new(0, 1, 2) });
        var error = Assert.Throws<NotPositiveDefiniteException>(
            () => new AlsTrainer(new AlsOptions { Rank = 8, Regularization = 0 }).Train(ratings));
        Assert.Equal("item 'x'", error.Row);
        Assert.Equal(1, error.Epoch);
        Assert.Contains("Raise the regularization", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_model_is_learned_beyond_what_biases_explain()
    {
        GeneratedRatings generated = RatingGenerator.Generate(
            new GeneratorOptions { Users = 600, Items = 400, Ratings = 40_000, PlantedRank = 3, TestFraction = 0.1 });
        TrainingResult biasesOnly = new AlsTrainer(new AlsOptions { Rank = 1, Regularization = 1e6f }).Train(
            generated.Train, generated.Test);
        TrainingResult full = new AlsTrainer(new AlsOptions { Rank = 8 }).Train(generated.Train, generated.Test);
        using (biasesOnly.Model)
        using (full.Model)
        {
            double floor = generated.BestTestRmse!.Value;
            double gap = biasesOnly.Epochs[^1].ValidationRmse!.Value - floor;
            Assert.InRange(full.Epochs[^1].ValidationRmse!.Value - floor, 0, 0.5 * gap);
        }
    }

    [Fact]
    public void Rows_without_ratings_stay_zero_and_unknown()
    {
        RatingMatrix ratings = RatingMatrix.Create(
            IdMap.Range(3), IdMap.Range(3), new Rating[] { new(0, 0, 4), new(0, 1, 2), new(2, 0, 5) });
        using MfModel model = new AlsTrainer(new AlsOptions { Rank = 2 }).Train(ratings).Model;
        Assert.All(model.UserFactors.Row(1).ToArray(), value => Assert.Equal(0, value));
        Assert.All(model.ItemFactors.Row(2).ToArray(), value => Assert.Equal(0, value));
        Assert.False(model.TryGetUser("1", out _));
        Assert.False(model.TryGetItem("2", out _));
        Assert.Equal(PredictionBasis.UnknownUserAndItem, model.Predict("1", "2").Basis);
    }

    private static double FinalLoss(RatingMatrix ratings, AlsOptions options, out IReadOnlyList<EpochReport> epochs)
    {
        TrainingResult result = new AlsTrainer(options).Train(ratings);
        result.Model.Dispose();
        epochs = result.Epochs;
        return epochs[^1].Loss;
    }

    private static string Hash(RatingMatrix ratings, AlsOptions options)
    {
        using MfModel model = new AlsTrainer(options).Train(ratings).Model;
        return model.ComputeHash();
    }

    private static NaiveBiasedModel ToNaive(ModelParameters parameters)
    {
        var naive = new NaiveBiasedModel(parameters.UserFactors.RowCount, parameters.ItemFactors.RowCount, parameters.Rank) { Mean = parameters.Mean };
        for (int user = 0; user < parameters.UserFactors.RowCount; user++)
        {
            naive.UserBiases[user] = parameters.UserBiases[user];
            Widen(parameters.UserFactors.Row(user), naive.UserFactors[user]);
        }

        for (int item = 0; item < parameters.ItemFactors.RowCount; item++)
        {
            naive.ItemBiases[item] = parameters.ItemBiases[item];
            Widen(parameters.ItemFactors.Row(item), naive.ItemFactors[item]);
        }

        return naive;
    }

    private static void Widen(ReadOnlySpan<float> from, double[] to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[i];
        }
    }

    public sealed record IterativeCase(
        [Between(1, 40)] int Users,
        [Between(1, 30)] int Items,
        [Between(1, 1200, Usually = 400)] int Ratings,
        [Between(1, 40)] int Rank,
        ObjectiveKind Objective,
        bool Blocks,
        int Seed)
        : RatingCase(Users, Items, Ratings, HeavyTailed: false, Seed);

    /// <summary>Enough of both sides for eight threads.</summary>
    public sealed record LargeCase(
        [Between(1, 400)] int Users, [Between(1, 300)] int Items, [Between(1, 60_000)] int Ratings, [Between(1, 24)] int Rank, ObjectiveKind Objective, int Seed)
        : TrainingCase(Users, Items, Ratings, Rank, Objective, UseBiases: true, NonNegative: false, Seed);

    public sealed record WidthCase(
        [Between(1, 100)] int Users, [Between(1, 80)] int Items, [Between(1, 8000)] int Ratings, [Between(1, 40)] int Rank, ObjectiveKind Objective, int Seed)
        : TrainingCase(Users, Items, Ratings, Rank, Objective, UseBiases: true, NonNegative: false, Seed);
}

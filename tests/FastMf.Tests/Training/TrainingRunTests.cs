using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Tests.Model;
using FastMf.Tests.Training.Sgd;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

public class TrainingRunTests
{
    private static readonly RatingSplit Split =
        RatingSplitter.RandomFraction(RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100), 0.2);

    public static TheoryData<ITrainer> Trainers =>
    [
        new AlsTrainer(new AlsOptions { Rank = 4, Epochs = 5 }),
        new SgdTrainer(new SgdOptions { Rank = 4, Epochs = 5 }),
        new BprTrainer(new BprOptions { Rank = 4, Epochs = 5 }),
    ];

    [Theory, MemberData(nameof(Trainers))]
    public void Every_epoch_is_reported_once_and_in_order(ITrainer trainer)
    {
        var reports = new List<EpochReport>();
        TrainingResult result = trainer.Train(Split.Train, Split.Test, new Receiver(reports.Add));
        using MfModel model = result.Model;
        Assert.Equal([1, 2, 3, 4, 5], reports.Select(report => report.Epoch));
        Assert.Equal(reports, result.Epochs);
        Assert.All(
            reports, report => Assert.True(double.IsFinite(report.Loss) && report.RatingsPerSecond > 0 && report.ValidationRmse > 0));
        Assert.All(reports, report => Assert.True(report.ValidationElapsed > TimeSpan.Zero));
        Assert.True(result.Preparation > TimeSpan.Zero);
        Assert.Equal(StopReason.Completed, result.StopReason);
        Assert.Equal(5, result.BestEpoch);
        if (model.Predicts != PredictionKind.Preference)
        {
            Assert.Equal(reports[^1].ValidationRmse!.Value, RatingErrors.Of(model, Split.Test).Rmse, 1e-12);
        }
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Cancelling_stops_the_run_without_a_model(ITrainer trainer)
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        Assert.Throws<OperationCanceledException>(() => trainer.Train(
            Split.Train,
            progress: new Receiver(report =>
            {
                reports++;
                if (report.Epoch == 2)
                {
                    source.Cancel();
                }
            }),
            cancellation: source.Token));
        Assert.Equal(2, reports);
    }

    [Fact]
    public void Early_stopping_returns_the_best_epochs_model()
    {
        // No regularization and a high rate: the validation error soon rises.
        SgdOptions options =
            new SgdOptions { Rank = 16, Epochs = 200, EarlyStopping = new EarlyStopping(Patience: 4) }.WithRegularization(0);
        TrainingResult result = new SgdTrainer(options).Train(Split.Train, Split.Test);
        using MfModel model = result.Model;
        Assert.Equal(StopReason.StoppedEarly, result.StopReason);
        Assert.Equal(result.BestEpoch + 4, result.Epochs.Count);
        double best = result.Epochs.Min(report => report.ValidationRmse!.Value);
        Assert.Equal(best, result.Epochs[result.BestEpoch - 1].ValidationRmse);
        Assert.Equal(best, RatingErrors.Of(model, Split.Test).Rmse, 1e-12);
        Assert.Equal(result.BestEpoch, model.Info.Epochs);

        TrainingResult again = new SgdTrainer(options with { Epochs = result.BestEpoch, EarlyStopping = null }).Train(Split.Train);
        using MfModel straight = again.Model;
        Assert.Equal(straight.ComputeHash(), model.ComputeHash());
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Validation_ratings_do_not_change_the_model(ITrainer trainer)
    {
        using MfModel with = trainer.Train(Split.Train, Split.Test).Model;
        using MfModel without = trainer.Train(Split.Train).Model;
        Assert.Equal(without.ComputeHash(), with.ComputeHash());
    }

    [Theory, MemberData(nameof(Trainers))]
    public void An_empty_matrix_is_refused(ITrainer trainer)
    {
        RatingMatrix empty = RatingMatrix.Create(IdMap.Range(2), IdMap.Range(2), Array.Empty<Rating>());
        Assert.Contains("no ratings", Assert.Throws<ArgumentException>(() => trainer.Train(empty)).Message, StringComparison.Ordinal);
    }

    /// <summary>Factors of such ratings are finite where their products no longer are; a model that is made can be loaded.</summary>
    [Theory]
    [InlineData(1e12f)]
    [InlineData(1e18f)]
    [InlineData(1e33f)]
    [InlineData(1e36f)]
    [InlineData(6e37f)]
    public void Ratings_at_the_end_of_float_arithmetic_give_a_model_of_finite_scores_or_none(float scale)
    {
        RatingMatrix stars = RatingMatrixGenerator.Generate(new SeededRandom(4));
        RatingMatrix ratings = RatingMatrix.Create(
            stars.Users,
            stars.Items,
            Grids.Samples(stars).Select(sample => new Rating(sample.User, sample.Item, scale * sample.Value)).ToArray());
        ITrainer[] trainers =
        [
            new AlsTrainer(new AlsOptions { Rank = 3, Regularization = 1e-20f }),
            new AlsTrainer(new AlsOptions { Rank = 3, UseBiases = false }),
            new SgdTrainer(new SgdOptions { Rank = 3 }),
            new SgdTrainer(SgdOptions.Textbook with { Rank = 3 }),
        ];
        foreach (ITrainer trainer in trainers)
        {
            try
            {
                using MfModel model = trainer.Train(ratings).Model;
                using var file = new ModelFile(model);
                using MfModel loaded = file.Load();
                Assert.All(
                    Enumerable.Range(0, ratings.Users.Count * ratings.Items.Count),
                    pair =>
                    {
                        (int user, int item) = Math.DivRem(pair, ratings.Items.Count);
                        Assert.True(float.IsFinite(loaded.Score(new UserIndex(user), new ItemIndex(item))));
                    });
            }
            catch (Exception failure) when (failure is DivergenceException or NotPositiveDefiniteException)
            {
                // Plain SGD has no scale, and its learning rates are made for stars.
                Assert.True(scale > 1e12f || trainer is SgdTrainer { Options.Rule: LearningRateRule.Constant }, failure.Message);
            }
        }
    }

    [Fact]
    public void Early_stopping_without_validation_ratings_is_refused() => Assert.Throws<ArgumentException>(
        () => new AlsTrainer(new AlsOptions { EarlyStopping = new EarlyStopping() }).Train(Split.Train));

    public static TheoryData<AlsOptions, string> WrongAlsOptions => new()
    {
        { new AlsOptions { Rank = 0 }, "Rank" },
        { new AlsOptions { Rank = 5000 }, "Rank" },
        { new AlsOptions { Epochs = 0 }, "Epochs" },
        { new AlsOptions { Regularization = -1 }, "Regularization" },
        { new AlsOptions { Regularization = float.NaN }, "Regularization" },
        { new AlsOptions { BiasRegularization = float.PositiveInfinity }, "BiasRegularization" },
        { new AlsOptions { RegularizationExponent = 3 }, "RegularizationExponent" },
        { new AlsOptions { InitialDeviation = 0 }, "InitialDeviation" },
        { new AlsOptions { Threads = -1 }, "Threads" },
        { new AlsOptions { EarlyStopping = new EarlyStopping(0) }, "Patience" },
    };

    [Theory, MemberData(nameof(WrongAlsOptions))]
    public void Wrong_als_options_are_refused_by_name(AlsOptions options, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new AlsTrainer(options).Train(Split.Train)).ParamName);

    public static TheoryData<SgdOptions, string> WrongSgdOptions => new()
    {
        { new SgdOptions { Rank = -3 }, "Rank" },
        { new SgdOptions { Epochs = 0 }, "Epochs" },
        { new SgdOptions { LearningRate = 0 }, "LearningRate" },
        { new SgdOptions { LearningRate = float.NaN }, "LearningRate" },
        { new SgdOptions { UserBiasRegularization = -1 }, "UserBiasRegularization" },
        { new SgdOptions { ItemBiasRegularization = -1 }, "ItemBiasRegularization" },
        { new SgdOptions { UserFactorRegularization = -1 }, "UserFactorRegularization" },
        { new SgdOptions { ItemFactorRegularization = -1 }, "ItemFactorRegularization" },
        { new SgdOptions { Update = (SgdUpdateRule)4 }, "Update" },
        { new SgdOptions { Order = (SgdOrder)2 }, "Order" },
        { new SgdOptions { Rule = (LearningRateRule)3 }, "Rule" },
        { new SgdOptions { Decay = -1 }, "Decay" },
        { new SgdOptions { Loss = (SgdLoss)7 }, "Loss" },
        { new SgdOptions { LossLimit = 0 }, "LossLimit" },
        { new SgdOptions { RegularizationExponent = 3 }, "RegularizationExponent" },
        { new SgdOptions { BiasRegularizationExponent = -1 }, "BiasRegularizationExponent" },
        { new SgdOptions { InitialDeviation = -1 }, "InitialDeviation" },
        { new SgdOptions { Threads = 5000 }, "Threads" },
    };

    [Theory, MemberData(nameof(WrongSgdOptions))]
    public void Wrong_sgd_options_are_refused_by_name(SgdOptions options, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new SgdTrainer(options).Train(Split.Train)).ParamName, true);

    private sealed class Receiver(Action<EpochReport> receive) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => receive(value);
    }
}

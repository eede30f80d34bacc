using System.Globalization;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training.Grid;
using FastMf.Training.Runs;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// Stochastic gradient descent on mean, biases and factors, one rating after the other, reproducible from its seed: the model is the
/// same, bit for bit, for every number of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class SgdTrainer(SgdOptions? options = null) : ITrainer
{
    /// <summary>The options.</summary>
    public SgdOptions Options { get; } = options ?? new SgdOptions();

    /// <inheritdoc/>
    public TrainingResult Train(
        RatingMatrix train, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Options.Validate();
        return Train(train, null, validation, 0, progress, cancellation);
    }

    /// <summary>
    /// Trains on from a model: on the same ratings, to refine it, or on new ones with new users and items, to keep it up to date. Users
    /// and items that the model knows start from their factors, with step widths as if they had been trained to this point by the
    /// adaptive rule; new ones start at random. The result knows the users and items of both, and keeps the model's mean.
    /// </summary>
    /// <param name="model">Where to start; it is not changed, and not disposed of.</param>
    /// <param name="train">The ratings to learn from; at least one. Rating counts of the result are the model's plus these.</param>
    /// <param name="validation">Ratings to measure every epoch against, never learned from; ids that training lacks are allowed.</param>
    /// <param name="progress">Told after every epoch, on the thread that trains.</param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException">The model or the ratings are null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no training ratings; or the model has another rank or other kinds of ids, or differs in having biases, or in predicting
    /// ratings or probabilities.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DivergenceException">The error has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Update(
        MfModel model,
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        Options.Validate();
        if (model.Rank != Options.Rank || model.Info.UsesBiases != Options.UseBiases)
        {
            throw new ArgumentException(
                $"The model has rank {model.Rank} and {(model.Info.UsesBiases ? "biases" : "no biases")}; give options of the same rank and use of biases.",
                nameof(model));
        }

        if (model.Predicts != Options.Predicts)
        {
            throw new ArgumentException(
                $"The model predicts a {model.Predicts}, and the loss is {Options.Loss}; go on with the logistic loss from a model of it, and with another loss from others.",
                nameof(model));
        }

        var warmStart = new WarmStart(model, train);
        return Train(warmStart.Ratings, warmStart, validation, model.Info.Epochs, progress, cancellation, model.Info.RatingCount);
    }

    private TrainingResult Train(
        RatingMatrix train,
        WarmStart? warmStart,
        RatingMatrix? validation,
        int epochsBefore,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation,
        long ratingsBefore = 0)
    {
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.UseBiases, default, Options.EarlyStopping, Options.Threads, warmStart, Options.Predicts, warmStart?.Model);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        var seeds = new SgdSeeds(Options.Seed);
        var plan = new SgdStepPlan(Options, train.Statistics, model.Mean);
        FactorInitializer.Fill(model.UserFactors, plan.InitialDeviation, seeds.UserFactors, run.UserCounts, workers);
        FactorInitializer.Fill(model.ItemFactors, plan.InitialDeviation, seeds.ItemFactors, run.ItemCounts, workers);
        warmStart?.CopyTo(model);
        var state = new SgdState(model, plan, run.UserCounts, run.ItemCounts);
        state.Resume(plan, warmStart, epochsBefore);
        ISgdPass pass = CreatePass(kernels, state, train, run, warmStart, seeds, workers, cancellation);
        string advice = string.Create(CultureInfo.InvariantCulture, $"Lower the learning rate, for example to {Options.LearningRate / 10:G3}.");
        return run.Execute(
            Options.Epochs,
            tolerance: 0,
            epoch =>
            {
                SgdSums sums = pass.Run(epochsBefore + epoch, plan.Step(epochsBefore + epoch), cancellation);
                state.Publish();
                double penalty = SgdPenalty.Of(kernels, model.UserFactors, model.UserBiases, run.UserCounts, plan.UserRegularization, workers)
                    + SgdPenalty.Of(kernels, model.ItemFactors, model.ItemBiases, run.ItemCounts, plan.ItemRegularization, workers);
                return new EpochOutcome(sums.Loss + penalty, sums.Squares, train.Count);
            },
            advice,
            epoch => new ModelInfo("sgd", Options.UseBiases, new RowObjective(ObjectiveKind.ObservedOnly, plan.UserRegularization, NonNegative: Options.NonNegative), ratingsBefore + train.Count, epochsBefore + epoch),
            progress,
            cancellation);
    }

    private ISgdPass CreatePass(
        KernelSet kernels,
        SgdState state,
        RatingMatrix train,
        TrainingRun run,
        WarmStart? warmStart,
        SgdSeeds seeds,
        int workers,
        CancellationToken cancellation)
    {
        if (Options.Order == SgdOrder.Shuffled)
        {
            return new ShuffledPass(kernels, state, train.ByUser, seeds.Order);
        }

        // The counts of a run that goes on from a model hold that model's ratings too, which are not in the grid.
        var grid = RatingGrid.Create(
            train.ByUser,
            warmStart is null ? run.UserCounts : train.ByUser.RowLengths(),
            warmStart is null ? run.ItemCounts : train.ByUser.ColumnCounts(train.Items.Count),
            GridShape.For(train.Count, Options.Rank),
            seeds.Grid,
            workers,
            cancellation);
        return new BlockedPass(kernels, state, grid, seeds.Order, workers);
    }
}

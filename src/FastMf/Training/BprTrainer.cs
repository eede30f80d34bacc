using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training.Grid;
using FastMf.Training.Ranking;
using FastMf.Training.Runs;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// Bayesian personalized ranking (Rendle et al. 2009) for implicit feedback: every pair in the matrix is a choice, whatever its value,
/// and is to score above items that the user has not chosen, drawn anew in each epoch. Scores order items; they are no ratings, and
/// have a meaning for one user at a time only. The model is the same, bit for bit, for every number of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class BprTrainer(BprOptions? options = null) : ITrainer
{
    /// <summary>The options.</summary>
    public BprOptions Options { get; } = options ?? new BprOptions();

    /// <summary>Trains a model.</summary>
    /// <param name="train">The choices; at least one.</param>
    /// <param name="validation">
    /// Choices to measure every epoch against, never learned from; ids that training lacks are allowed. Each is compared with an item that
    /// the user has not chosen, drawn once; the validation error is the root of the mean of (1 - probability of the comparison)^2.
    /// </param>
    /// <param name="progress">
    /// Told after every epoch. The loss is that of the epoch's comparisons, each before its step; the train RMSE is that of their
    /// probabilities against 1.
    /// </param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no choices, or early stopping was asked for without validation choices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DivergenceException">The loss has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Train(
        RatingMatrix train, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Options.Validate();
        var run = TrainingRun.Start(
            train, validation, Options.Rank, useBiases: false, default, Options.EarlyStopping, Options.Threads, predicts: PredictionKind.Preference);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        var seeds = new SgdSeeds(Options.Seed);
        var plan = new SgdStepPlan(Options.ToSgd(), train.Statistics, mean: 0);
        FactorInitializer.Fill(model.UserFactors, plan.InitialDeviation, seeds.UserFactors, run.UserCounts, workers);
        FactorInitializer.Fill(model.ItemFactors, plan.InitialDeviation, seeds.ItemFactors, run.ItemCounts, workers);
        var state = new SgdState(model, plan, run.UserCounts, run.ItemCounts);
        var grid = RatingGrid.Create(
            train.ByUser, run.UserCounts, run.ItemCounts, GridShape.For(train.Count, Options.Rank), seeds.Grid, workers, cancellation);
        var pass = new PairwisePass(kernels, state, grid, new NegativeSampler(train.ByUser, run.ItemCounts), seeds.Order, workers);
        return run.Execute(
            Options.Epochs,
            tolerance: 0,
            epoch =>
            {
                (SgdSums sums, long comparisons) = pass.Run(epoch, plan.Step(epoch), cancellation);
                state.Publish();
                double penalty = SgdPenalty.Of(kernels, model.UserFactors, model.UserBiases, run.UserCounts, plan.UserRegularization, workers)
                    + SgdPenalty.Of(kernels, model.ItemFactors, model.ItemBiases, run.ItemCounts, plan.ItemRegularization, workers);
                return new EpochOutcome(sums.Loss + penalty, sums.Squares, Math.Max(1, comparisons));
            },
            "Lower the learning rate.",
            epoch => new ModelInfo("bpr", UsesBiases: true, new RowObjective(ObjectiveKind.ObservedOnly, plan.UserRegularization), train.Count, epoch),
            progress,
            cancellation);
    }
}

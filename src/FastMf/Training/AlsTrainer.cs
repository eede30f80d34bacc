using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Solving;
using FastMf.Training.Als;
using FastMf.Training.Runs;

namespace FastMf.Training;

/// <summary>
/// Alternating least squares: solves every item's factors and bias exactly for fixed users, then every user's for fixed items, so that
/// a trained user is what folding the ratings in gives. The objective never rises. The model is the same, bit for bit, for every number
/// of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class AlsTrainer(AlsOptions? options = null) : ITrainer
{
    /// <summary>The options.</summary>
    public AlsOptions Options { get; } = options ?? new AlsOptions();

    /// <inheritdoc/>
    /// <exception cref="NotPositiveDefiniteException">A row's equations cannot be solved; the regularization is too small.</exception>
    public TrainingResult Train(
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default) =>
        Train(null, train, validation, progress, cancellation);

    /// <summary>
    /// Trains all over again from a warm start: users and items that a model knows start from its rows instead of random ones. For the
    /// same ratings with some added, a few epochs then do what many do from the start.
    /// </summary>
    /// <param name="model">Where to start; it is not changed, and not disposed of.</param>
    /// <param name="train">
    /// All the ratings to learn from, not only new ones: the model does not keep those that it was trained on. It keeps a sketch of them,
    /// which the result has too.
    /// </param>
    /// <param name="validation">Ratings to measure every epoch against, never learned from; ids that training lacks are allowed.</param>
    /// <param name="progress">Told after every epoch, on the thread that trains.</param>
    /// <param name="cancellation">Ends training between pieces of work; no model is made then.</param>
    /// <exception cref="ArgumentNullException">The model or the ratings are null.</exception>
    /// <exception cref="ArgumentException">There are no training ratings, or the model has another rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="NotPositiveDefiniteException">A row's equations cannot be solved; the regularization is too small.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Refit(
        MfModel model,
        RatingMatrix train,
        RatingMatrix? validation = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Train(model, train, validation, progress, cancellation);
    }

    private TrainingResult Train(
        MfModel? model, RatingMatrix train, RatingMatrix? validation, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        Options.Validate();
        if (model is not null && model.Rank != Options.Rank)
        {
            throw new ArgumentException($"The model has rank {model.Rank}; give options of the same rank.", nameof(model));
        }

        ArgumentNullException.ThrowIfNull(train);
        return Run(new TrainingPlan
        {
            Train = train,
            Validation = validation,
            Rank = Options.Rank,
            Epochs = Options.Epochs,
            Tolerance = Options.Tolerance,
            EarlyStopping = Options.EarlyStopping,
            Threads = Options.Threads,
            SimdLevel = Options.SimdLevel,
            UseMean = Options.LearnsBiases,
            Objective = Options.RowObjective,
            Start = model is null ? null : new WarmStart(model, train.Users, train.Items),
            DivergenceAdvice = "The ratings are too large for float arithmetic; scale them down.",
            Progress = progress,
            Cancellation = cancellation,
        });
    }

    private TrainingResult Run(TrainingPlan plan)
    {
        RatingMatrix train = plan.Train;
        RowObjective objective = plan.Objective;
        var run = TrainingRun.Start(plan);
        var totals = new ObjectiveTotals(train, run.UserCounts, run.ItemCounts, objective);
        ModelParameters model = run.Parameters;
        model.Mean = Options.LearnsBiases ? (float)totals.Mean : 0;
        FactorInitializer.Fill(
            model.UserFactors, Options.InitialDeviation, Options.Seed, run.UserCounts, run.Workers, Options.NonNegative);
        plan.Start?.CopyTo(model, Options.LearnsBiases);
        var solvers = new IRowSolver[run.Workers];
        try
        {
            for (int worker = 0; worker < solvers.Length; worker++)
            {
                solvers[worker] = CreateSolver(run.Kernels, objective);
            }

            var userSide = new TrainingSide("user", train.Users, train.ByUser, model.UserFactors, model.UserBiases);
            var itemSide = new TrainingSide("item", train.Items, train.ByItem, model.ItemFactors, model.ItemBiases);
            var items = new HalfStep(itemSide, userSide);
            var users = new HalfStep(userSide, itemSide);
            return run.Execute(
                epoch =>
                {
                    HalfStepOutcome ofItems = items.Run(solvers, run.Kernels, model.Mean, objective, epoch, plan.Cancellation);
                    HalfStepOutcome ofUsers = users.Run(solvers, run.Kernels, model.Mean, objective, epoch, plan.Cancellation);
                    double loss = ofUsers.SquaredErrors + ofUsers.Penalty + ofItems.Penalty;
                    return new EpochOutcome(loss, ofUsers.SquaredErrors, totals.Weight) { Idle = ofItems.Idle + ofUsers.Idle };
                },
                epoch => new ModelInfo("als", Options.LearnsBiases, objective, train.Count, epoch));
        }
        finally
        {
            foreach (IRowSolver? solver in solvers)
            {
                solver?.Dispose();
            }
        }
    }

    private IRowSolver CreateSolver(KernelSet kernels, RowObjective objective) => Options.EffectiveSolver switch
    {
        AlsSolver.ConjugateGradient => new ConjugateGradientRowSolver(
            kernels, Options.Rank, Options.LearnsBiases, objective, Options.ConjugateGradientSteps),
        AlsSolver.BlockCoordinate => new BlockCoordinateRowSolver(
            kernels, Options.Rank, Options.LearnsBiases, objective, Options.BlockSize),
        _ => ExactRowSolver.Create(kernels, Options.Rank, Options.LearnsBiases, objective),
    };
}

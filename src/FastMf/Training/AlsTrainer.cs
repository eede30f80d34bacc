using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Solving;
using FastMf.Threading;
using FastMf.Training.Als;
using FastMf.Training.Runs;

namespace FastMf.Training;

/// <summary>
/// Alternating least squares: solves every item's factors and bias exactly for fixed users, then every user's for fixed items, so that
/// a trained user is what folding his ratings in gives. The objective never rises. The model is the same, bit for bit, for every number
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
        RatingMatrix train, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Options.Validate();
        return Train(null, train, validation, progress, cancellation);
    }

    /// <summary>
    /// Trains from the rows of a model instead of from random ones: users and items that it knows start where they are. For the same
    /// ratings with some added, a few epochs then do what many do from the start.
    /// </summary>
    /// <param name="model">Where to start; it is not changed, and not disposed of.</param>
    /// <param name="train">All the ratings to learn from, not only new ones: the model does not keep those that it was trained on. It keeps a sketch of them, which the result has too.</param>
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
        Options.Validate();
        if (model.Rank != Options.Rank)
        {
            throw new ArgumentException($"The model has rank {model.Rank}; give options of the same rank.", nameof(model));
        }

        return Train(model, train, validation, progress, cancellation);
    }

    private TrainingResult Train(
        MfModel? start, RatingMatrix train, RatingMatrix? validation, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        RowObjective objective = Options.RowObjective;
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.LearnsBiases, objective, Options.EarlyStopping, Options.Threads, start: start);
        var cells = new ObjectiveTotals(train, run.UserCounts, run.ItemCounts, objective);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        model.Mean = Options.LearnsBiases ? (float)cells.Mean : 0;
        FactorInitializer.Fill(model.UserFactors, Options.InitialDeviation, Options.Seed, run.UserCounts, workers, Options.NonNegative);
        if (start is not null)
        {
            CopyKnown(train.Users, start.Users, start.UserRatingCounts, start.UserFactors, start.UserBiases, model.UserFactors, model.UserBiases);
            CopyKnown(train.Items, start.Items, start.ItemRatingCounts, start.ItemFactors, start.ItemBiases, model.ItemFactors, model.ItemBiases);
            GC.KeepAlive(start);
        }

        var solvers = new IRowSolver[workers];
        try
        {
            for (int worker = 0; worker < workers; worker++)
            {
                solvers[worker] = CreateSolver(kernels, objective);
            }

            var userSide = new TrainingSide("user", train.Users, train.ByUser, model.UserFactors, model.UserBiases);
            var itemSide = new TrainingSide("item", train.Items, train.ByItem, model.ItemFactors, model.ItemBiases);
            var items = new HalfStep(itemSide, userSide);
            var users = new HalfStep(userSide, itemSide);
            return run.Execute(
                Options.Epochs,
                Options.Tolerance,
                epoch =>
                {
                    HalfStepOutcome ofItems = items.Run(solvers, kernels, model.Mean, objective, epoch, cancellation);
                    HalfStepOutcome ofUsers = users.Run(solvers, kernels, model.Mean, objective, epoch, cancellation);
                    double loss = ofUsers.SquaredErrors + ofUsers.Penalty + ofItems.Penalty;
                    return new EpochOutcome(loss, ofUsers.SquaredErrors, cells.Weight) { Idle = ofItems.Idle + ofUsers.Idle };
                },
                "The ratings are too large for float arithmetic; scale them down.",
                epoch => new ModelInfo("als", Options.LearnsBiases, objective, train.Count, epoch),
                progress,
                cancellation);
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
        AlsSolver.BlockCoordinate => new BlockCoordinateRowSolver(kernels, Options.Rank, Options.LearnsBiases, objective, Options.BlockSize),
        _ => ExactRowSolver.Create(kernels, Options.Rank, Options.LearnsBiases, objective),
    };

    private void CopyKnown(
        IdMap ids, IdMap known, ReadOnlySpan<int> counts, FactorMatrix factors, ReadOnlySpan<float> biases, FactorMatrix toFactors, NativeList<float> toBiases)
    {
        int[] rowOf = ids.IndexesIn(known);
        for (int row = 0; row < rowOf.Length; row++)
        {
            if (rowOf[row] >= 0 && counts[rowOf[row]] > 0)
            {
                factors.Row(rowOf[row]).CopyTo(toFactors.View.Row(row));
                toBiases[row] = Options.LearnsBiases ? biases[rowOf[row]] : 0;
            }
        }
    }
}

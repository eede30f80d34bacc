using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Solving;
using FastMf.Threading;

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
        RowObjective objective = Options.RowObjective;
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.LearnsBiases, objective, Options.EarlyStopping, Options.Threads);
        var cells = new CellSums(train, run.UserCounts, run.ItemCounts, objective);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        model.Mean = Options.LearnsBiases ? (float)cells.Mean : 0;
        FactorInitializer.Fill(model.UserFactors, Options.InitialDeviation, Options.Seed, run.UserCounts, workers, Options.NonNegative);

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
                    return new EpochOutcome(ofUsers.SquaredErrors + ofUsers.Penalty + ofItems.Penalty, ofUsers.SquaredErrors, cells.Weight);
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
        _ => new RowSolver(kernels, Options.Rank, Options.LearnsBiases, objective),
    };
}

using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Solving;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// Alternating least squares over the observed ratings: solves every user's factors and bias exactly for fixed items, then every
/// item's for fixed users. The objective never rises. The model is the same, bit for bit, for every number of threads.
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
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.UseBiases, Options.EarlyStopping, Options.Threads);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        FactorInitializer.Fill(model.ItemFactors, Options.InitialDeviation, Options.Seed, run.ItemCounts, workers);

        var solvers = new RowSolver[workers];
        try
        {
            for (int worker = 0; worker < workers; worker++)
            {
                solvers[worker] = new RowSolver(kernels, Options.Rank, Options.UseBiases);
            }

            var users = new HalfStep("user", train.Users, train.ByUser, model.UserFactors, model.UserBiases, model.ItemFactors, model.ItemBiases);
            var items = new HalfStep("item", train.Items, train.ByItem, model.ItemFactors, model.ItemBiases, model.UserFactors, model.UserBiases);
            return run.Execute(
                Options.Epochs,
                epoch =>
                {
                    HalfStepOutcome ofUsers = users.Run(solvers, model.Mean, Options.RowRegularization, epoch, cancellation);
                    HalfStepOutcome ofItems = items.Run(solvers, model.Mean, Options.RowRegularization, epoch, cancellation);
                    return new EpochOutcome(ofItems.SquaredErrors + ofItems.Penalty + ofUsers.Penalty, ofItems.SquaredErrors);
                },
                "The ratings are too large for float arithmetic; scale them down.",
                epoch => new ModelInfo("als", Options.UseBiases, Options.RowRegularization, train.Count, epoch),
                progress,
                cancellation);
        }
        finally
        {
            foreach (RowSolver? solver in solvers)
            {
                solver?.Dispose();
            }
        }
    }
}

using System.Globalization;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// Stochastic gradient descent on mean, biases and factors, one rating after the other, reproducible from its seed: the model is the
/// same, bit for bit, for every number of threads.
/// </summary>
/// <param name="options">The options; null for the defaults.</param>
public sealed class SgdTrainer(SgdOptions? options = null) : ITrainer
{
    private const int UserFactorStream = 1;
    private const int ItemFactorStream = 2;
    private const int OrderStream = 3;
    private const int GridStream = 4;

    /// <summary>The options.</summary>
    public SgdOptions Options { get; } = options ?? new SgdOptions();

    /// <inheritdoc/>
    public TrainingResult Train(
        RatingMatrix train, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Options.Validate();
        var run = TrainingRun.Start(train, validation, Options.Rank, Options.UseBiases, default, Options.EarlyStopping, Options.Threads);
        int workers = WorkerTeam.Resolve(Options.Threads);
        KernelSet kernels = Options.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        ModelParameters model = run.Parameters;
        var plan = new SgdStepPlan(Options, train.Statistics, model.Mean);
        FactorInitializer.Fill(model.UserFactors, plan.InitialDeviation, DeriveSeed(UserFactorStream), run.UserCounts, workers);
        FactorInitializer.Fill(model.ItemFactors, plan.InitialDeviation, DeriveSeed(ItemFactorStream), run.ItemCounts, workers);
        var state = new SgdState(model, plan, run.UserCounts, run.ItemCounts);
        ISgdPass pass = Options.Order == SgdOrder.Shuffled
            ? new ShuffledPass(kernels, state, train.ByUser, DeriveSeed(OrderStream))
            : new BlockedPass(
                kernels,
                state,
                RatingGrid.Create(
                    train.ByUser, run.UserCounts, run.ItemCounts, GridShape.For(train.Count, Options.Rank), DeriveSeed(GridStream), workers, cancellation),
                DeriveSeed(OrderStream),
                workers);
        string advice = string.Create(CultureInfo.InvariantCulture, $"Lower the learning rate, for example to {Options.LearningRate / 10:G3}.");
        return run.Execute(
            Options.Epochs,
            tolerance: 0,
            epoch =>
            {
                SgdSums sums = pass.Run(epoch, plan.Step(epoch), cancellation);
                state.Publish();
                double penalty = SgdPenalty.Of(kernels, model.UserFactors, model.UserBiases, run.UserCounts, plan.UserRegularization, workers)
                    + SgdPenalty.Of(kernels, model.ItemFactors, model.ItemBiases, run.ItemCounts, plan.ItemRegularization, workers);
                return new EpochOutcome(sums.Loss + penalty, sums.Squares, train.Count);
            },
            advice,
            epoch => new ModelInfo("sgd", Options.UseBiases, new RowObjective(ObjectiveKind.ObservedOnly, plan.UserRegularization), train.Count, epoch),
            progress,
            cancellation);
    }

    /// <summary>Independent seeds for the parts of training that draw random numbers.</summary>
    private long DeriveSeed(int stream) => (long)new SeededRandom(Options.Seed, stream).NextUInt64();
}

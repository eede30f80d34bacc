using System.Globalization;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training.Grid;
using FastMf.Training.Runs;

namespace FastMf.Training.Sgd;

/// <summary>
/// What training on ratings and training on pairs of items have in common: the plan, factors at the start, the state beside the
/// model, the grid of blocks, and epochs whose loss includes the penalty.
/// </summary>
internal sealed class SgdRun
{
    private readonly TrainingRun _run;
    private readonly TrainingPlan _plan;
    private readonly SgdOptions _options;
    private readonly SgdSeeds _seeds;
    private readonly SgdSchedule _schedule;
    private readonly int _epochsBefore;

    /// <param name="plan">What <see cref="PlanOf"/> gives.</param>
    /// <param name="options">The options.</param>
    public SgdRun(TrainingPlan plan, SgdOptions options)
    {
        (_plan, _options, _seeds) = (plan, options, new SgdSeeds(options.Seed));
        _run = TrainingRun.Start(plan);
        ModelParameters model = _run.Parameters;
        _schedule = new SgdSchedule(options, plan.Train.Statistics, model.Mean);
        FactorInitializer.Fill(model.UserFactors, _schedule.InitialDeviation, _seeds.UserFactors, _run.UserCounts, _run.Workers);
        FactorInitializer.Fill(model.ItemFactors, _schedule.InitialDeviation, _seeds.ItemFactors, _run.ItemCounts, _run.Workers);
        plan.Start?.CopyTo(model, withBiases: true);
        State = new SgdState(model, _schedule, _run.UserCounts, _run.ItemCounts);
        if (plan.Start is { } start)
        {
            _epochsBefore = start.Model.Info.Epochs;
            State.Resume(_schedule, start);
        }
    }

    public KernelSet Kernels => _run.Kernels;

    public int Workers => _run.Workers;

    /// <summary>Training ratings of each item.</summary>
    public int[] ItemCounts => _run.ItemCounts;

    public SgdState State { get; }

    /// <summary>Decides the order of the ratings in each epoch.</summary>
    public long OrderSeed => _seeds.Order;

    /// <summary>The plan of a run from random factors.</summary>
    public static TrainingPlan PlanOf(
        SgdOptions options,
        RatingMatrix train,
        RatingMatrix? validation,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation) => new()
        {
            Train = train,
            Validation = validation,
            Rank = options.Rank,
            Epochs = options.Epochs,
            EarlyStopping = options.EarlyStopping,
            Threads = options.Threads,
            SimdLevel = options.SimdLevel,
            UseMean = options.UseBiases,
            Predicts = options.Predicts,
            DivergenceAdvice = string.Create(
                CultureInfo.InvariantCulture, $"Lower the learning rate, for example to {options.LearningRate / 10:G3}."),
            Progress = progress,
            Cancellation = cancellation,
        };

    /// <summary>The training ratings in blocks.</summary>
    public RatingGrid CreateGrid()
    {
        CompressedRows byUser = _plan.Train.ByUser;

        // The counts of an incremental run hold the model's ratings too, which are not in the grid.
        return RatingGrid.Create(
            byUser,
            _plan.IsIncremental ? byUser.RowLengths() : _run.UserCounts,
            _plan.IsIncremental ? byUser.ColumnCounts(_plan.Train.Items.Count) : _run.ItemCounts,
            GridShape.For(_plan.Train.Count, _options.Rank),
            _seeds.Grid,
            _run.Workers,
            _plan.Cancellation);
    }

    /// <summary>Runs the epochs of a pass.</summary>
    /// <param name="pass">One epoch's updates.</param>
    /// <param name="trainer">The trainer's name in the model.</param>
    public TrainingResult Execute(ISgdPass pass, string trainer)
    {
        long ratings = _plan.Train.Count + (_plan.Start?.Model.Info.RatingCount ?? 0);
        var objective = new RowObjective(ObjectiveKind.ObservedOnly, _schedule.UserRegularization, NonNegative: _options.NonNegative);
        return _run.Execute(
            epoch =>
            {
                PassSums pairs = pass.Run(_epochsBefore + epoch, _schedule.Step(_epochsBefore + epoch), _plan.Cancellation);
                State.Publish();
                return new EpochOutcome(pairs.Sums.Loss + Penalty(), pairs.Sums.Squares, Math.Max(1, pairs.Count));
            },
            epoch => new ModelInfo(trainer, _options.UseBiases, objective, ratings, _epochsBefore + epoch));
    }

    private double Penalty()
    {
        ModelParameters model = _run.Parameters;
        return SgdPenalty.Of(
                _run.Kernels, model.UserFactors, model.UserBiases, _run.UserCounts, _schedule.UserRegularization, _run.Workers)
            + SgdPenalty.Of(
                _run.Kernels, model.ItemFactors, model.ItemBiases, _run.ItemCounts, _schedule.ItemRegularization, _run.Workers);
    }
}

/// <summary>Independent seeds for the parts of training that draw random numbers, from the one of the options.</summary>
internal readonly record struct SgdSeeds(long Seed)
{
    public long UserFactors => Stream(1);

    public long ItemFactors => Stream(2);

    public long Order => Stream(3);

    public long Grid => Stream(4);

    private long Stream(int stream) => (long)new SeededRandom(Seed, stream).NextUInt64();
}

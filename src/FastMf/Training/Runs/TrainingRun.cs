using System.Diagnostics;
using System.Numerics.Tensors;
using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;
using FastMf.Training.Validation;

namespace FastMf.Training.Runs;

/// <summary>
/// The part of training that does not depend on the method: epochs, time, validation, progress, early stopping with the best epoch
/// kept, and the model at the end.
/// </summary>
internal sealed class TrainingRun
{
    private readonly TrainingPlan _plan;
    private readonly IValidationSet? _validation;
    private readonly Lazy<BottomKSketch> _learnedPairs;
    private ModelParameters? _best;
    private double _bestRmse = double.PositiveInfinity;
    private int _bestEpoch;

    private TrainingRun(TrainingPlan plan, ModelParameters parameters, int[] userCounts, int[] itemCounts, int workers)
    {
        _plan = plan;
        Parameters = parameters;
        UserCounts = userCounts;
        ItemCounts = itemCounts;
        Workers = workers;
        Kernels = plan.SimdLevel is { } level ? KernelSet.For(level) : KernelSet.Best;
        RatingMatrix train = plan.Train;
        BottomKSketch? learnedBefore = plan.Start?.Model.LearnedPairs;

        // Of no use to training itself: made with the first model, or never when there is none.
        _learnedPairs = new Lazy<BottomKSketch>(() => train.Sketch.Union(learnedBefore));
        _validation = plan.Validation is not { Count: > 0 } validation ? null
            : plan.Predicts == PredictionKind.Preference
                ? new PairwiseValidationSet(validation, train, userCounts, itemCounts, Kernels, workers)
            : new ValidationSet(
                validation, new LearnedIds(train.Users, userCounts, train.Items, itemCounts), plan.Objective, Kernels, workers);
    }

    /// <summary>What is learned; the rows are zeros.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>Training ratings of each user, with those of the model that an incremental run starts from.</summary>
    public int[] UserCounts { get; }

    /// <summary>Training ratings of each item, with those of the model that an incremental run starts from.</summary>
    public int[] ItemCounts { get; }

    /// <summary>The kernels of the level that was asked for.</summary>
    public KernelSet Kernels { get; }

    /// <summary>The number of threads.</summary>
    public int Workers { get; }

    /// <summary>Checks what is to be learned from, and allocates what is to be learned.</summary>
    /// <exception cref="ArgumentNullException">There is no matrix of training ratings.</exception>
    /// <exception cref="ArgumentException">The ratings do not allow what is planned.</exception>
    public static TrainingRun Start(TrainingPlan plan)
    {
        RatingMatrix train = plan.Train;
        RequireRatings(train, plan.Validation, plan.EarlyStopping);

        // Both go over all ratings, and the statistics in order: their sums are a chain of additions that threads cannot share.
        int workers = WorkerTeam.Resolve(plan.Threads);
        RatingStatistics statistics = default;
        int[] itemCounts = [];
        WorkerTeam.Run(workers, 2, (_, piece) =>
        {
            if (piece == 0)
            {
                statistics = train.Statistics;
            }
            else
            {
                itemCounts = train.ByUser.ColumnCounts(train.Items.Count);
            }
        });
        if (plan.Predicts == PredictionKind.Probability)
        {
            RequireProbabilities(train, statistics);
        }

        int[] userCounts = train.ByUser.RowLengths();
        (float minimum, float maximum) = PredictedRange.Of(statistics, plan.Objective, plan.Predicts);
        float mean = plan.UseMean ? MeanScore(statistics, train.Count, plan.Predicts) : 0;
        if (plan is { IsIncremental: true, Start: { } start })
        {
            TensorPrimitives.Add(userCounts, start.UserCounts, userCounts);
            TensorPrimitives.Add(itemCounts, start.ItemCounts, itemCounts);
            mean = start.Model.Mean;
            (minimum, maximum) = (Math.Min(minimum, start.Model.MinimumRating), Math.Max(maximum, start.Model.MaximumRating));
        }

        var parameters = new ModelParameters(train.Users.Count, train.Items.Count, plan.Rank)
        {
            Predicts = plan.Predicts,
            Mean = mean,
            MinimumRating = minimum,
            MaximumRating = maximum,
        };
        return new TrainingRun(plan, parameters, userCounts, itemCounts, workers);
    }

    /// <summary>Runs the epochs.</summary>
    /// <param name="epoch">Trains the given epoch, from 1, and returns what it yielded.</param>
    /// <param name="describe">The model's description, given the epoch it is from.</param>
    /// <exception cref="DivergenceException">The error has become infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingResult Execute(Func<int, EpochOutcome> epoch, Func<int, ModelInfo> describe)
    {
        TimeSpan preparation = Stopwatch.GetElapsedTime(_plan.Started);
        try
        {
            var reports = new List<EpochReport>(_plan.Epochs);
            StopReason reason = RunEpochs(epoch, describe, reports);
            ModelParameters final = _best ?? Parameters;
            if (!NumberLimits.Hold(final))
            {
                throw new DivergenceException(
                    _bestEpoch, _plan.DivergenceAdvice, "factors or biases are so large that scores need not be finite");
            }

            (_best is null ? null : Parameters)?.Dispose();
            return new TrainingResult(Model(final, describe(_bestEpoch)), reason, _bestEpoch, reports) { Preparation = preparation };
        }
        catch
        {
            Parameters.Dispose();
            _best?.Dispose();
            throw;
        }
    }

    private StopReason RunEpochs(Func<int, EpochOutcome> epoch, Func<int, ModelInfo> describe, List<EpochReport> reports)
    {
        for (int number = 1; number <= _plan.Epochs; number++)
        {
            _plan.Cancellation.ThrowIfCancellationRequested();
            EpochReport report = Measure(number, epoch);
            reports.Add(report);
            _plan.Progress?.Report(report);
            if (_plan.Progress is ICheckpointReceiver receiver && receiver.IsCheckpoint(number))
            {
                receiver.Receive(number, Model(CopyInto(null), describe(number)));
            }

            if (!KeepBest(report))
            {
                return StopReason.StoppedEarly;
            }

            if (_plan.Tolerance > 0 && number > 1 && reports[^2].Loss - report.Loss <= _plan.Tolerance * reports[^2].Loss)
            {
                return StopReason.Converged;
            }
        }

        return StopReason.Completed;
    }

    /// <summary>Keeps the epoch if it is the best; false when there has been no better one for too long.</summary>
    private bool KeepBest(in EpochReport report)
    {
        if (_plan.EarlyStopping is not { } stopping)
        {
            _bestEpoch = report.Epoch;
            return true;
        }

        if (report.ValidationRmse < _bestRmse - stopping.MinimumImprovement)
        {
            (_bestRmse, _bestEpoch) = (report.ValidationRmse!.Value, report.Epoch);
            _best = CopyInto(_best);
            return true;
        }

        return report.Epoch - _bestEpoch < stopping.Patience;
    }

    /// <summary>The names are those of the trainers' parameters.</summary>
    private static void RequireRatings(RatingMatrix train, RatingMatrix? validation, EarlyStopping? earlyStopping)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0)
        {
            throw new ArgumentException("There are no ratings to learn from.", nameof(train));
        }

        if (earlyStopping is not null && validation is not { Count: > 0 })
        {
            throw new ArgumentException(
                "Early stopping needs validation ratings; give some, or leave early stopping out.", nameof(validation));
        }
    }

    private static void RequireProbabilities(RatingMatrix train, RatingStatistics statistics)
    {
        if (statistics.Minimum < 0 || statistics.Maximum > 1)
        {
            throw new ArgumentException(
                $"The logistic loss is for ratings from 0 to 1; these are from {statistics.Minimum} to {statistics.Maximum}. "
                + "Choose another loss, or scale the ratings.",
                nameof(train));
        }
    }

    /// <summary>
    /// The score that predicts what is common to all: the mean rating, or the log-odds of a rating of 1, with one of each kind more than
    /// there are so that they are finite.
    /// </summary>
    private static float MeanScore(RatingStatistics statistics, int count, PredictionKind predicts) => predicts == PredictionKind.Rating
        ? (float)statistics.Mean
        : (float)PortableMath.Log((statistics.Mean * count + 1) / ((1 - statistics.Mean) * count + 1));

    /// <summary>A copy of the parameters as they are, in memory of its own or that of an earlier copy.</summary>
    private ModelParameters CopyInto(ModelParameters? copy)
    {
        copy ??= new ModelParameters(_plan.Train.Users.Count, _plan.Train.Items.Count, Parameters.Rank);
        Parameters.CopyTo(copy);
        return copy;
    }

    private MfModel Model(ModelParameters parameters, ModelInfo info) =>
        new(_plan.Train.Users, _plan.Train.Items, parameters, UserCounts, ItemCounts, info, _learnedPairs.Value);

    private EpochReport Measure(int number, Func<int, EpochOutcome> epoch)
    {
        long start = Stopwatch.GetTimestamp();
        EpochOutcome outcome = epoch(number);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (!double.IsFinite(outcome.Loss) || !double.IsFinite(outcome.SquaredErrors))
        {
            throw new DivergenceException(number, _plan.DivergenceAdvice);
        }

        start = Stopwatch.GetTimestamp();
        double? validationRmse = _validation?.Rmse(Parameters, Workers, _plan.Cancellation);
        TimeSpan validationElapsed = _validation is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start);
        double rate = _plan.Train.Count / Math.Max(elapsed.TotalSeconds, 1e-9);
        double idle = outcome.Idle.TotalSeconds / Math.Max(elapsed.TotalSeconds * Workers, 1e-9);
        double trainRmse = Math.Sqrt(outcome.SquaredErrors / outcome.Weight);
        return new EpochReport(number, _plan.Epochs, outcome.Loss, trainRmse, validationRmse, elapsed, rate)
        {
            IdleShare = Math.Min(idle, 1),
            ValidationElapsed = validationElapsed,
        };
    }
}

/// <summary>What an epoch of any trainer yields.</summary>
/// <param name="Loss">The regularized objective.</param>
/// <param name="SquaredErrors">The weighted sum of squared errors over the pairs that the objective counts.</param>
/// <param name="Weight">The sum of the weights.</param>
internal readonly record struct EpochOutcome(double Loss, double SquaredErrors, double Weight)
{
    /// <summary>The time that workers waited for the last one of them, added up; zero where it is not measured.</summary>
    public TimeSpan Idle { get; init; }
}

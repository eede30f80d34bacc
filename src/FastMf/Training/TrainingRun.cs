using System.Diagnostics;
using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;
using FastMf.Training.Sgd;

namespace FastMf.Training;

/// <summary>
/// The part of training that does not depend on the method: epochs, time, validation, progress, early stopping with the best epoch
/// kept, and the model at the end.
/// </summary>
internal sealed class TrainingRun
{
    private readonly RatingMatrix _train;
    private readonly IValidationSet? _validation;
    private readonly EarlyStopping? _earlyStopping;
    private readonly int _workers;
    private readonly ModelParameters _parameters;
    private readonly int[] _userCounts;
    private readonly int[] _itemCounts;
    private readonly Lazy<BottomKSketch> _learnedPairs;
    private readonly long _started;

    private TrainingRun(
        RatingMatrix train,
        RatingMatrix? validation,
        ModelParameters parameters,
        int[] itemCounts,
        RowObjective objective,
        EarlyStopping? earlyStopping,
        int workers,
        WarmStart? warmStart,
        BottomKSketch? learnedBefore,
        long started)
    {
        _train = train;
        _parameters = parameters;
        _earlyStopping = earlyStopping;
        _workers = workers;
        _started = started;
        _userCounts = train.ByUser.RowLengths();
        _itemCounts = itemCounts;
        Add(_userCounts, warmStart?.UserCounts);
        Add(_itemCounts, warmStart?.ItemCounts);

        // Of no use to training itself: made with the first model, or never when there is none.
        _learnedPairs = new Lazy<BottomKSketch>(() => train.Sketch.Union(learnedBefore));
        _validation = validation is not { Count: > 0 } ? null
            : parameters.Predicts == PredictionKind.Preference ? new ComparisonSet(validation, train, _userCounts, _itemCounts, workers)
            : new ValidationSet(validation, train.Users, _userCounts, train.Items, _itemCounts, objective, workers);
    }

    public ModelParameters Parameters => _parameters;

    /// <summary>Training ratings of each user, with those of the model that training starts from.</summary>
    public int[] UserCounts => _userCounts;

    /// <summary>Training ratings of each item, with those of the model that training starts from.</summary>
    public int[] ItemCounts => _itemCounts;

    /// <summary>
    /// Checks what is to be learned from, and allocates what is to be learned. <paramref name="start"/> is the model that training goes on
    /// from, if any: the new one has learned from its ratings too.
    /// </summary>
    public static TrainingRun Start(
        RatingMatrix train,
        RatingMatrix? validation,
        int rank,
        bool useBiases,
        RowObjective objective,
        EarlyStopping? earlyStopping,
        int threads,
        WarmStart? warmStart = null,
        PredictionKind predicts = PredictionKind.Rating,
        MfModel? start = null)
    {
        long started = warmStart?.Started ?? Stopwatch.GetTimestamp();
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0)
        {
            throw new ArgumentException("There are no ratings to learn from.", nameof(train));
        }

        if (earlyStopping is not null && (validation is null || validation.Count == 0))
        {
            throw new ArgumentException("Early stopping needs validation ratings; give some, or leave early stopping out.", nameof(validation));
        }

        // Both go over all ratings, and the statistics in order: their sums are a chain of additions that threads cannot share.
        int workers = WorkerTeam.Resolve(threads);
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
        if (predicts == PredictionKind.Probability && (statistics.Minimum < 0 || statistics.Maximum > 1))
        {
            throw new ArgumentException(
                $"The logistic loss is for ratings from 0 to 1; these are from {statistics.Minimum} to {statistics.Maximum}. Choose another loss, or scale the ratings.",
                nameof(train));
        }

        (float minimum, float maximum) = PredictedRange.Of(statistics, objective, predicts);
        var parameters = new ModelParameters(train.Users.Count, train.Items.Count, rank)
        {
            Predicts = predicts,
            Mean = warmStart?.Mean ?? (useBiases ? MeanScore(statistics, train.Count, predicts) : 0),
            MinimumRating = Math.Min(minimum, warmStart?.MinimumRating ?? minimum),
            MaximumRating = Math.Max(maximum, warmStart?.MaximumRating ?? maximum),
        };
        return new TrainingRun(
            train, validation, parameters, itemCounts, objective, earlyStopping, workers, warmStart, start?.LearnedPairs, started);
    }

    /// <summary>Runs the epochs; <paramref name="epoch"/> trains the given one (from 1) and returns what it yielded.</summary>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="tolerance">The share of the loss by which an epoch must lower it to be followed by another; 0 for any.</param>
    /// <param name="epoch">Trains one epoch.</param>
    /// <param name="divergenceAdvice">What to do when the error is not finite.</param>
    /// <param name="describe">The model's description, given the epoch it is from.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Ends the run.</param>
    public TrainingResult Execute(
        int epochs,
        double tolerance,
        Func<int, EpochOutcome> epoch,
        string divergenceAdvice,
        Func<int, ModelInfo> describe,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation)
    {
        TimeSpan preparation = Stopwatch.GetElapsedTime(_started);
        ModelParameters? best = null;
        try
        {
            var reports = new List<EpochReport>(epochs);
            double bestRmse = double.PositiveInfinity;
            int bestEpoch = 0;
            TrainingOutcome outcome = TrainingOutcome.Completed;
            for (int number = 1; number <= epochs && outcome == TrainingOutcome.Completed; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                EpochReport report = Measure(number, epochs, epoch, divergenceAdvice, cancellation);
                reports.Add(report);
                progress?.Report(report);
                if (progress is ICheckpointReceiver receiver && receiver.IsCheckpoint(number))
                {
                    receiver.Receive(number, Snapshot(describe(number)));
                }

                if (_earlyStopping is null)
                {
                    bestEpoch = number;
                }
                else if (report.ValidationRmse < bestRmse - _earlyStopping.MinimumImprovement)
                {
                    (bestRmse, bestEpoch) = (report.ValidationRmse!.Value, number);
                    best ??= new ModelParameters(_train.Users.Count, _train.Items.Count, _parameters.Rank);
                    _parameters.CopyTo(best);
                }
                else if (number - bestEpoch >= _earlyStopping.Patience)
                {
                    outcome = TrainingOutcome.StoppedEarly;
                }

                if (tolerance > 0 && number > 1 && outcome == TrainingOutcome.Completed && reports[^2].Loss - report.Loss <= tolerance * reports[^2].Loss)
                {
                    outcome = TrainingOutcome.Converged;
                }
            }

            ModelParameters final = best ?? _parameters;
            if (!NumberLimits.Hold(final))
            {
                throw new DivergenceException(bestEpoch, divergenceAdvice, "factors or biases are so large that scores need not be finite");
            }

            (best is null ? null : _parameters)?.Dispose();
            return new TrainingResult(Model(final, describe(bestEpoch)), outcome, bestEpoch, reports)
            {
                Preparation = preparation,
            };
        }
        catch
        {
            _parameters.Dispose();
            best?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The score that predicts what is common to all: the mean rating, or the log-odds of a rating of 1, with one of each kind more than
    /// there are so that they are finite.
    /// </summary>
    private static float MeanScore(RatingStatistics statistics, int count, PredictionKind predicts) => predicts == PredictionKind.Rating
        ? (float)statistics.Mean
        : (float)PortableMath.Log((statistics.Mean * count + 1) / ((1 - statistics.Mean) * count + 1));

    private MfModel Snapshot(ModelInfo info)
    {
        var copy = new ModelParameters(_train.Users.Count, _train.Items.Count, _parameters.Rank);
        _parameters.CopyTo(copy);
        return Model(copy, info);
    }

    private MfModel Model(ModelParameters parameters, ModelInfo info) =>
        new(_train.Users, _train.Items, parameters, _userCounts, _itemCounts, info, _learnedPairs.Value);

    private EpochReport Measure(
        int number, int epochs, Func<int, EpochOutcome> epoch, string divergenceAdvice, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        EpochOutcome outcome = epoch(number);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (!double.IsFinite(outcome.Loss) || !double.IsFinite(outcome.SquaredErrors))
        {
            throw new DivergenceException(number, divergenceAdvice);
        }

        start = Stopwatch.GetTimestamp();
        double? validationRmse = _validation?.Rmse(_parameters, _workers, cancellation);
        TimeSpan validationElapsed = _validation is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start);
        double rate = _train.Count / Math.Max(elapsed.TotalSeconds, 1e-9);
        double idle = outcome.Idle.TotalSeconds / Math.Max(elapsed.TotalSeconds * _workers, 1e-9);
        return new EpochReport(number, epochs, outcome.Loss, Math.Sqrt(outcome.SquaredErrors / outcome.Weight), validationRmse, elapsed, rate)
        {
            IdleShare = Math.Min(idle, 1),
            ValidationElapsed = validationElapsed,
        };
    }

    private static void Add(int[] counts, int[]? more)
    {
        for (int row = 0; row < counts.Length && more is not null; row++)
        {
            counts[row] += more[row];
        }
    }
}

using FastMf.Data.Splitting;
using FastMf.Evaluation.Ranking;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training;

namespace FastMf.Evaluation.Tuning;

/// <summary>
/// Cross-validates configurations and ranks them. Folds and configurations run side by side, each training on one thread, so that
/// threads are as many as asked for, and outcomes the same for any number of them.
/// </summary>
public static class Tuner
{
    /// <summary>Trains every configuration on every fold.</summary>
    /// <param name="candidates">The configurations, at least one; none twice.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="options">How they are compared; null for the defaults.</param>
    /// <param name="progress">Told after every training, on the thread that has done it, never on two at once.</param>
    /// <param name="cancellation">Ends the search; what is done is in the results file.</param>
    /// <returns>
    /// The configurations from best to worst; of equal scores in the order given, those whose training failed last. With successive
    /// halving those that reached later rounds stand before the others, whatever their scores.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no configurations, or one orders items and is to be compared by an error of ratings.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option of the search or of a trainer is out of its range.</exception>
    /// <exception cref="InvalidDataException">The results file belongs to another search.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static IReadOnlyList<CrossValidationScore> Run(
        IReadOnlyList<TrainerSettings> candidates,
        RatingFolds folds,
        TuningOptions? options = null,
        IProgress<TuningProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(folds);
        if (candidates.Count == 0)
        {
            throw new ArgumentException("There are no configurations to try.", nameof(candidates));
        }

        options ??= new TuningOptions();
        int workers = options.Validate();
        if (IsError(options.Score)
            && candidates.FirstOrDefault(candidate => candidate.Options.Predicts == PredictionKind.Preference) is { } ranking)
        {
            throw new ArgumentException(
                $"{ranking.Algorithm} orders items and predicts no ratings, so it has no {options.Score}; "
                + "choose the score of a ranking, such as Ndcg.",
                nameof(options));
        }

        var results = new ResultsFile(options.ResultsFile, folds, options);
        var search = new Search(folds, options, workers, results, progress, cancellation);
        var ranked = new List<CrossValidationScore>();
        TrainerSettings[] remaining = [.. candidates];
        foreach ((int kept, double share) in Rounds(candidates.Count, options.HalvingFactor))
        {
            CrossValidationScore[] scores = search.Round(remaining, share);
            int[] order = Order(scores, options.Score);
            ranked.InsertRange(0, order.Skip(share < 1 ? kept : 0).Select(i => scores[i]));
            remaining = [.. order.Take(kept).Select(i => remaining[i])];
        }

        return ranked;
    }

    /// <summary>Whether a smaller score is better.</summary>
    public static bool IsError(ScoreKind score) => score is ScoreKind.Rmse or ScoreKind.Mae;

    /// <summary>For each round how many configurations it keeps, and the share of their epochs that it trains.</summary>
    private static IEnumerable<(int Kept, double Share)> Rounds(int candidates, int? factor)
    {
        int rounds = 0;
        for (int left = candidates; factor is { } by && left > 1; left /= by)
        {
            rounds++;
        }

        for (int kept = candidates, round = rounds; round >= 1; round--)
        {
            kept = Math.Max(1, kept / factor!.Value);
            yield return (kept, Math.Pow(factor.Value, -round));
        }

        yield return (0, 1);
    }

    private static int[] Order(CrossValidationScore[] scores, ScoreKind kind) =>
        [.. Enumerable.Range(0, scores.Length).OrderBy(i => Place(scores[i].Score, kind))];

    private static double Place(Spread? score, ScoreKind kind) =>
        score is not { } value ? double.PositiveInfinity : IsError(kind) ? value.Mean : -value.Mean;

    /// <summary>What the rounds of one search share.</summary>
    private sealed class Search(
        RatingFolds folds,
        TuningOptions options,
        int workers,
        ResultsFile results,
        IProgress<TuningProgress>? progress,
        CancellationToken cancellation)
    {
        private int _total;

        /// <summary>
        /// Trains all candidates for a share of their epochs. Jobs of one fold follow each other, so that few folds are in memory.
        /// </summary>
        public CrossValidationScore[] Round(TrainerSettings[] candidates, double share)
        {
            TrainerSettings[] trained =
            [
                .. candidates.Select(candidate => candidate.Options)
                    .Select(trainer => new TrainerSettings(trainer with { Epochs = Math.Max(1, (int)(trainer.Epochs * share)) })),
            ];
            var scores = new FoldScore[folds.Count * trained.Length];
            _total += scores.Length;
            var splits = new SplitCache(folds, trained.Length);
            WorkerTeam.Run(
                workers,
                scores.Length,
                (_, job) =>
                {
                    (int fold, int candidate) = Math.DivRem(job, trained.Length);
                    FoldScore? known = results.Find(trained[candidate], fold);
                    scores[job] = known ?? Measure(trained[candidate], splits.Take(fold), fold);
                    results.Complete(trained[candidate], scores[job], known is not null, done =>
                    {
                        splits.Release(fold);
                        progress?.Report(new TuningProgress(done, _total, trained[candidate], scores[job]));
                    });
                },
                cancellation);
            return
            [
                .. trained.Select((settings, candidate) => new CrossValidationScore(
                    settings, [.. Enumerable.Range(0, folds.Count).Select(fold => scores[fold * trained.Length + candidate])])),
            ];
        }

        private FoldScore Measure(TrainerSettings settings, RatingSplit split, int fold)
        {
            try
            {
                using MfModel model = settings.CreateTrainer(threads: 1).Train(split.Train, cancellation: cancellation).Model;
                RatingErrors? errors = model.Predicts == PredictionKind.Preference
                    ? null
                    : RatingErrors.OfAny(model, split.Test, threads: 1, cancellation: cancellation);
                double score = options.Score switch
                {
                    ScoreKind.Rmse => errors!.Rmse,
                    ScoreKind.Mae => errors!.Mae,
                    _ => Of(CatalogueRanking.OfAny(model, split, options.Ranking with { Threads = 1 }, cancellation)),
                };
                return new FoldScore(fold, errors?.Rmse, errors?.Mae, score, null);
            }
            catch (Exception failure) when (failure is DivergenceException or NotPositiveDefiniteException)
            {
                return new FoldScore(fold, null, null, null, failure.Message);
            }
        }

        private double Of(RankingReport report) => options.Score switch
        {
            ScoreKind.Ndcg => report.Ndcg,
            ScoreKind.Precision => report.Precision,
            ScoreKind.Recall => report.Recall,
            ScoreKind.Map => report.MeanAveragePrecision,
            ScoreKind.Mrr => report.MeanReciprocalRank,
            ScoreKind.HitRate => report.HitRate,
            _ => report.Auc,
        };
    }
}

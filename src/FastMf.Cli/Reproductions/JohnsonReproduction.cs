using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Ranking;
using FastMf.Model;
using FastMf.Threading;
using FastMf.Training;

namespace FastMf.Cli.Reproductions;

/// <summary>
/// Johnson 2018, "Alternating least squares": missing-as-zero ALS by hand against Spark's, compared by NDCG@20 in two folds over users.
/// </summary>
internal static class JohnsonReproduction
{
    private const int Rank = 20;
    private const int Epochs = 20;
    private const int Length = 20;
    private const int FoldCount = 2;
    private const double Lambda = 0.001;
    private const double InitialDeviation = 0.01;

    /// <summary>
    /// How the difference of two systems varies over seeds, the larger of means and deviations and of both variants of ours.
    /// </summary>
    private const double DifferenceDeviation = 0.0016;

    /// <summary>The article's legend has two decimals.</summary>
    private const double LegendResolution = 0.01;

    /// <summary>Runs the recipe.</summary>
    /// <param name="ratings">The ratings; the published figures belong to the 2016 edition of ml-latest-small.</param>
    /// <param name="seed">Decides folds and starting factors.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; no result depends on it.</param>
    /// <param name="progress">Told of every training that has ended.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    public static Reproduction Run(
        RatingMatrix ratings, long seed = 1, int threads = 0, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        int workers = WorkerTeam.Validate(threads, nameof(threads));
        bool isPublishedData = ratings.Users.Count == 671 && ratings.Items.Count == 9066 && ratings.Count == 100_004;
        var folds = new UserFolds(ratings, FoldCount, seed);
        UserFold[] parts = [.. Enumerable.Range(0, FoldCount).Select(fold => folds[fold])];
        (string Name, Func<RatingMatrix, MfModel> Train)[] systems =
        [
            ("als", train => Als(train, Lambda, seed, cancellation)),
            (
                "als, intercept discarded",
                train => RidgeAls.Train(train, Rank, Epochs, Lambda, InitialDeviation, discardIntercept: true, seed)),
            ("spark-als", train => Als(train, SparkLambda(train), seed, cancellation)),
        ];
        var scores = new double[systems.Length * FoldCount][];
        WorkerTeam.Run(
            workers,
            scores.Length,
            (_, job) =>
            {
                (int system, int fold) = Math.DivRem(job, FoldCount);
                using MfModel model = systems[system].Train(parts[fold].Train);
                RankingReport report = CatalogueRanking.OfAny(
                    model, parts[fold], new RankingOptions { Length = Length, Threads = 1 }, cancellation);
                scores[job] = [.. report.Users.Select(user => user.Ndcg)];
                progress?.Report($"{systems[system].Name}, fold {fold + 1}/{FoldCount}: NDCG@{Length} {report.Ndcg:F4}");
            },
            cancellation);
        ScoreSeries[] series =
        [
            .. systems.Select((system, i) => new ScoreSeries(
                system.Name, [.. Enumerable.Range(0, FoldCount).SelectMany(fold => scores[i * FoldCount + fold])])),
        ];
        List<Figure> figures = [.. OfRatings(ratings, isPublishedData), .. OfScores(series, isPublishedData)];
        return new Reproduction("Johnson 2018: ALS from scratch against Spark's", figures, Notes(ratings, isPublishedData))
        {
            Scores = series,
        };
    }

    /// <summary>What the article says of its data, and the example that it gives of its measure.</summary>
    private static IEnumerable<Figure> OfRatings(RatingMatrix ratings, bool isPublishedData)
    {
        AxisSummary users = AxisSummary.Of(ratings.ByUser);
        return
        [
            new("users", ratings.Users.Count, Published(671)),
            new("items", ratings.Items.Count, Published(9066)),
            new("density", ratings.Density, Published(0.02), 0.005),
            new("ratings of a user, mean", users.Mean, Published(149.04), 0.005),
            new("ratings of a user, sd", users.StandardDeviation, Published(231.05), 0.005),
            new("users with more than 2,000 ratings", CountAbove(ratings, 2000), Published(1)),
            new("id of the most active user", IdOf(ratings, users), Published(547)),
            new("ratings of the most active user", users.Maximum, Published(2391)),
            new(
                "NDCG@3 of the list 4, 3, 2 of 6, 4, 3, 2, 1",
                RankingMetrics.Ndcg([4, 3, 2], [6, 4, 3, 2, 1], 3),
                (4 + 3 / Math.Log2(3) + 1) / (6 + 4 / Math.Log2(3) + 1.5),
                1e-12),
        ];

        double? Published(double value) => isPublishedData ? value : null;
    }

    /// <summary>The scores of the systems, the last of which is Spark's, and how far the others are from it.</summary>
    private static IEnumerable<Figure> OfScores(ScoreSeries[] series, bool isPublishedData)
    {
        Spread[] spreads = [.. series.Select(system => Spread.Of([.. system.Scores]))];
        for (int i = 0; i < series.Length; i++)
        {
            yield return new Figure($"{series[i].Name}: mean of NDCG@{Length}", spreads[i].Mean);
            yield return new Figure($"{series[i].Name}: sd of NDCG@{Length}", spreads[i].StandardDeviation);
        }

        double similar = Tolerance.Of(DifferenceDeviation, LegendResolution);
        double? difference = isPublishedData ? 0 : null;
        for (int i = 0; i < series.Length - 1; i++)
        {
            string name = $"{series[i].Name} - {series[^1].Name}";
            yield return new Figure($"{name}, mean", spreads[i].Mean - spreads[^1].Mean, difference, similar);
            yield return new Figure($"{name}, sd", spreads[i].StandardDeviation - spreads[^1].StandardDeviation, difference, similar);
        }
    }

    private static List<string> Notes(RatingMatrix ratings, bool isPublishedData)
    {
        List<string> notes =
        [
            $"Objective: missing-as-zero, rank {Rank}, {Epochs} iterations, lambda {Lambda}; spark-als is the same with lambda "
            + $"times the cells of a row, {Lambda * ratings.Items.Count:F2} for users and {Lambda * ratings.Users.Count:F2} for items.",
            "The article's means and deviations are in a picture that is lost; what is compared is its claim, "
            + "that the two systems come out similar: a difference of 0.",
        ];
        if (!isPublishedData)
        {
            notes.Add(
                "The published figures belong to the 2016 edition of ml-latest-small (671 users x 9,066 items, 100,004 ratings); "
                + "these are other ratings, so nothing is compared with them.");
        }

        return notes;
    }

    private static MfModel Als(RatingMatrix train, double lambda, long seed, CancellationToken cancellation)
    {
        var options = new AlsOptions
        {
            Objective = ObjectiveKind.MissingAsZero,
            Rank = Rank,
            Epochs = Epochs,
            Regularization = (float)lambda,
            RegularizationExponent = 0,
            UseBiases = false,
            InitialDeviation = (float)InitialDeviation,
            Seed = seed,
            Threads = 1,
        };
        return Transposition.Of(new AlsTrainer(options).Train(train.Transpose(), cancellation: cancellation).Model, train);
    }

    /// <summary>
    /// One lambda for both sides that gives the same products as lambda_u for users and lambda_v for items: factors may be scaled by c
    /// on one side and 1/c on the other, which turns lambda_u, lambda_v into lambda_u / c^2, lambda_v c^2; only their product counts.
    /// Spark multiplies lambda by the cells of a row, all of which were fed to it.
    /// </summary>
    private static double SparkLambda(RatingMatrix train) => Lambda * Math.Sqrt((double)train.Users.Count * train.Items.Count);

    private static int CountAbove(RatingMatrix ratings, int count) =>
        Enumerable.Range(0, ratings.Users.Count).Count(user => ratings.ByUser.RowLength(user) > count);

    /// <summary>NaN, which no published id equals, for an id that is no number.</summary>
    private static double IdOf(RatingMatrix ratings, AxisSummary users) =>
        users.MostRated >= 0 && ratings.Users.Kind == IdKind.Number ? ratings.Users.Integers[users.MostRated] : double.NaN;
}

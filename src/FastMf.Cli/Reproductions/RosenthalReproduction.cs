using System.Globalization;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Recommending;
using FastMf.Threading;
using FastMf.Training;

namespace FastMf.Cli.Reproductions;

/// <summary>
/// Rosenthal 2016, "Explicit matrix factorization: ALS, SGD, and all that jazz": learning curves and grids of missing-as-zero ALS and of
/// biased SGD, ten ratings of every user held out, mean squared errors over rated cells of scores that are held in no range.
/// </summary>
internal static class RosenthalReproduction
{
    private const int TestRatingsPerUser = 10;
    private const int SimilarLength = 5;
    private static readonly int[] Ranks = [5, 10, 20, 40, 80];
    private static readonly float[] LearningRates = [1e-5f, 1e-4f, 1e-3f, 1e-2f];
    private static readonly float[] SgdLambdas = [0.001f, 0.01f, 0.1f, 1];
    private static readonly int[] ShownItems = [0, 1, 20, 40, 500];

    /// <summary>Runs the recipe.</summary>
    /// <param name="ratings">The ratings; the published figures belong to ml-100k.</param>
    /// <param name="options">How to run; null for the defaults.</param>
    /// <param name="progress">Told of every training that has ended.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    public static Reproduction Run(
        RatingMatrix ratings,
        RosenthalOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= new RosenthalOptions();
        int workers = WorkerTeam.Validate(options.Threads, nameof(options.Threads));
        RatingSplit split = options.WithSlip
            ? SlippedSplit.Of(ratings, TestRatingsPerUser, options.Seed)
            : RatingSplitter.PerUser(ratings, TestRatingsPerUser, options.Seed);
        var recipes = new RosenthalRecipes(split, options.Seed);
        bool isPublishedData = RosenthalPublished.IsOf(ratings);
        RosenthalPublished published = RosenthalPublished.Of(options.WithSlip, isPublishedData);
        float[] alsLambdas = published.AlsLambdas;

        // Curves first, then the three grids, row by row.
        List<RosenthalRecipe> jobs = [.. published.AlsCurveLambdas.Select(lambda => recipes.Als(40, lambda)), recipes.Sgd(40, 1e-3f, 0)];
        int curves = jobs.Count;
        if (!options.WithoutGrids)
        {
            jobs.AddRange(from rank in Ranks from lambda in alsLambdas select recipes.Als(rank, lambda));
            jobs.AddRange(from rate in LearningRates select recipes.Sgd(40, rate, 0));
            jobs.AddRange(from lambda in SgdLambdas from rank in Ranks select recipes.Sgd(rank, 1e-3f, lambda));
        }

        IReadOnlyList<CurvePoint>[] points = Curves(jobs, workers, progress, cancellation);
        CurveSeries[] shown = [.. Enumerable.Range(0, curves).Select(i => new CurveSeries(jobs[i].Name, points[i]))];
        var figures = new List<Figure>();
        published.CompareTestCount(figures, split.TestCount);
        published.CompareCurves(figures, shown);
        if (options.WithoutGrids)
        {
            return new Reproduction(Title, figures, Notes(options, isPublishedData)) { Curves = shown };
        }

        int next = curves;
        GridOutcome alsGrid = Grid("ALS", "factors", Ranks.Select(Text), "lambda", alsLambdas.Select(Text), points, ref next);
        GridOutcome rateGrid = Grid("SGD, 40 factors, lambda 0", "", [""], "learning rate", LearningRates.Select(Text), points, ref next);
        GridOutcome sgdGrid = Grid(
            "SGD, learning rate 0.001", "lambda", SgdLambdas.Select(Text), "factors", Ranks.Select(Text), points, ref next);
        published.CompareGrids(
            figures,
            alsGrid,
            rateGrid,
            sgdGrid,
            Trained(recipes.Als(published.BestAls.Rank, published.BestAls.Lambda).Name),
            Trained(recipes.Sgd(published.BestSgd.Rank, 1e-3f, published.BestSgd.Lambda).Name));

        (int row, int column, CurvePoint point) = alsGrid.Winner;
        TrainerSettings bestAls = recipes.Als(Ranks[row], alsLambdas[column]).Settings.With("epochs", Text(point.Epoch));
        (row, column, point) = sgdGrid.Winner;
        TrainerSettings bestSgd = recipes.Sgd(Ranks[column], 1e-3f, SgdLambdas[row]).Settings.With("epochs", Text(point.Epoch));
        using MfModel als = Transposition.Of(
            bestAls.CreateTrainer(options.Threads).Train(ratings.Transpose(), cancellation: cancellation).Model, ratings);
        using MfModel sgd = bestSgd.CreateTrainer(options.Threads).Train(ratings, cancellation: cancellation).Model;
        return new Reproduction(Title, figures, Notes(options, isPublishedData))
        {
            Curves = shown,
            Grids = [alsGrid, rateGrid, sgdGrid],
            Similar = [.. Similar("ALS", als), .. Similar("SGD", sgd)],
        };

        CurveSeries Trained(string name) => new(name, points[jobs.FindIndex(job => job.Name == name)]);
    }

    /// <summary>The learning curves of the jobs, several at once.</summary>
    private static IReadOnlyList<CurvePoint>[] Curves(
        List<RosenthalRecipe> jobs, int workers, IProgress<string>? progress, CancellationToken cancellation)
    {
        var points = new IReadOnlyList<CurvePoint>[jobs.Count];
        WorkerTeam.Run(
            workers,
            jobs.Count,
            (_, i) =>
            {
                points[i] = Curve(jobs[i].Settings, jobs[i].Split, jobs[i].Checkpoints, cancellation);
                string outcome = points[i].Count == 0 ? "failed" : $"test MSE {points[i][^1].Test.Mse:F4} after {points[i][^1].Epoch}";
                progress?.Report($"{jobs[i].Name}: {outcome}");
            },
            cancellation);
        return points;
    }

    private static string Title => "Rosenthal 2016: explicit matrix factorization by ALS and SGD";

    private static IReadOnlyList<CurvePoint> Curve(
        TrainerSettings settings, RatingSplit split, int[] checkpoints, CancellationToken cancellation)
    {
        try
        {
            return LearningCurve.Measure(settings, split, checkpoints, ofScores: true, threads: 1, cancellation: cancellation);
        }
        catch (NotPositiveDefiniteException)
        {
            // Without regularization a grid may hold a corner that cannot be solved; it is shown as failed.
            return [];
        }
    }

    private static GridOutcome Grid(
        string name,
        string rowName,
        IEnumerable<string> rows,
        string columnName,
        IEnumerable<string> columns,
        IReadOnlyList<CurvePoint>[] points,
        ref int next)
    {
        string[] columnValues = [.. columns];
        var best = new List<CurvePoint?[]>();
        string[] rowValues = [.. rows];
        foreach (string _ in rowValues)
        {
            best.Add([.. points.AsSpan(next, columnValues.Length).ToArray().Select(curve => curve.MinBy(point => point.Test.Mse))]);
            next += columnValues.Length;
        }

        return new GridOutcome(name, rowName, rowValues, columnName, columnValues, best);
    }

    private static List<SimilarList> Similar(string name, MfModel model)
    {
        using var recommender = new Recommender(model);
        var lists = new List<SimilarList>();
        var found = new ScoredItem[SimilarLength];
        foreach (int item in ShownItems.Where(item => item < model.Items.Count))
        {
            int count = recommender.SimilarItems(new ItemIndex(item), found).Count;
            string[] similar = [.. found.Take(count).Select(other => model.Items.GetId(other.Item.Value))];
            lists.Add(new SimilarList(name, model.Items.GetId(item), similar));
        }

        return lists;
    }

    private static List<string> Notes(RosenthalOptions options, bool isPublishedData)
    {
        List<string> notes =
        [
            "ALS: missing-as-zero, plain lambda, users first, factors from N(0, 1/k); SGD: observed-only, biased, sequential updates "
            + "in a new order each epoch. Errors are mean squared errors over rated cells, of scores that are held in no range.",
            options.WithSlip
                ? "With the article's slip: all test items are drawn from what the first user has rated."
                : "As in the corrected edition: every user's test items are drawn from his own. The article's own figures need the slip.",
        ];
        if (!isPublishedData)
        {
            notes.Add(
                "The published figures belong to ml-100k (943 users x 1,682 items, 100,000 ratings); these are other "
                + "ratings, so nothing is compared with them.");
        }

        return notes;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How <see cref="RosenthalReproduction"/> runs.</summary>
internal sealed record RosenthalOptions
{
    /// <summary>
    /// Whether to repeat the article's slip: every user's ten test items are drawn from what the first user has rated, so that few of
    /// them hold a rating. Otherwise every user's ten are drawn from his own, as in the corrected edition.
    /// </summary>
    public bool WithSlip { get; init; }

    /// <summary>Whether to leave out the grids, which take most of the time.</summary>
    public bool WithoutGrids { get; init; }

    /// <summary>Decides the split, starting factors and orders of ratings.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Trainings at once: 1 to 1024, or 0 for one per processor; no result depends on it.</summary>
    public int Threads { get; init; }
}

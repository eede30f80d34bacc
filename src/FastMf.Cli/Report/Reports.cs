using System.Globalization;
using FastMf.Cli.Commands;
using FastMf.Cli.Input;
using FastMf.Cli.Reproductions;
using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Evaluation.Ranking;
using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Report;

/// <summary>The pages of the commands.</summary>
internal static class Reports
{
    private const int UserBins = 100;
    private const int ScoreBins = 50;

    public static HtmlReport OfRatings(string file, RatingMatrix ratings)
    {
        AxisSummary users = AxisSummary.Of(ratings.ByUser);
        return new HtmlReport($"Ratings in {Path.GetFileName(file)}")
            .Paragraph(
                $"{ratings.Count:N0} ratings, {ratings.Users.Count:N0} users x {ratings.Items.Count:N0} items, "
                + $"density {ratings.Density:P2}; of a user {users.Mean:F2} ± {users.StandardDeviation:F2}.")
            .Chart(RatingsPerUser(ratings))
            .Chart(Histogram.Draw("Ratings by value", "rating", "ratings", [("", RatingValues(ratings))], Bins.OfRatings));
    }

    /// <summary>The value of every rating.</summary>
    public static double[] RatingValues(RatingMatrix ratings) => Array.ConvertAll(ratings.ByUser.Values.ToArray(), value => (double)value);

    /// <summary>How many ratings each user has who has any.</summary>
    public static double[] UserCounts(RatingMatrix ratings) =>
        [.. Enumerable.Range(0, ratings.ByUser.RowCount)
            .Select(ratings.ByUser.RowLength)
            .Where(count => count > 0)
            .Select(count => (double)count)];

    public static HtmlReport OfTraining(TrainReport report, IReadOnlyList<CurvePoint> curve)
    {
        var page = new HtmlReport($"Training of {Path.GetFileName(report.Request.Ratings)}");
        if (report.Train is not null)
        {
            page.Table(["", "ratings", "RMSE", "MAE"], Errors(report));
        }

        if (report.Ranking is { } ranking)
        {
            string[] measures =
            [
                $"{ranking.Users.Count:N0}", $"{ranking.Ndcg:F4}", $"{ranking.Precision:F4}", $"{ranking.Recall:F4}", $"{ranking.Auc:F4}",
            ];
            page.Table(["test users", "NDCG", "precision", "recall", "AUC"], [measures]);
        }

        List<(string, IReadOnlyList<(double, double)>)> lines =
        [
            ("train", [.. curve.Select(point => ((double)point.Epoch, point.Train.Rmse))]),
            ("test", [.. curve.Where(point => point.Test.Count > 0).Select(point => ((double)point.Epoch, point.Test.Rmse))]),
            ("validation", [.. report.Result.Epochs
                .Where(epoch => epoch.ValidationRmse is not null)
                .Select(epoch => ((double)epoch.Epoch, epoch.ValidationRmse!.Value))]),
        ];
        lines.RemoveAll(line => line.Item2.Count == 0);
        if (lines.Count > 0)
        {
            page.Chart(LineChart.Draw("Learning curve", "epochs", "RMSE", lines, logarithmicX: true));
        }

        page.Chart(LineChart.Draw(
            "Objective",
            "epochs",
            "loss",
            [("loss", [.. report.Result.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.Loss))])],
            logarithmicX: true));
        return Trainer(page, report.Request.Trainer.Settings);
    }

    public static HtmlReport OfSearch(string title, SearchRun run)
    {
        string score = SearchRun.Name(run.Options.Score);
        var page = new HtmlReport(title);
        page.Table(
            ["#", score, "sd", .. run.Varied.Prepend("epochs").Distinct()],
            run.Ranked.Select((entry, place) => (IReadOnlyList<string>)
            [
                $"{place + 1}",
                entry.Score is { } value ? $"{value.Mean:F4}" : "failed",
                $"{entry.Score?.StandardDeviation:F4}",
                .. run.Varied.Prepend("epochs").Distinct().Select(name => entry.Settings.Get(name)),
            ]));
        page.Chart(LineChart.Draw(
            $"{score} on each fold",
            "fold",
            score,
            [.. run.Ranked.Where(entry => !entry.HasFailed).Take(6).Select((entry, place) => (
                $"#{place + 1} {SearchRun.Label(entry.Settings, run.Varied)}",
                (IReadOnlyList<(double, double)>)[.. entry.Folds.Select(fold => (fold.Fold + 1.0, fold.Score!.Value))]))],
            wholeX: true));
        if (TuningMap(run, score) is { } map)
        {
            page.Chart(map);
        }
        else
        {
            foreach (string name in run.Varied)
            {
                page.Chart(Scatter(run, score, name));
            }
        }

        return Trainer(page, run.Ranked[0].Settings);
    }

    public static HtmlReport OfReproduction(Reproduction outcome, RatingMatrix? ratings, Titles titles)
    {
        var page = new HtmlReport(outcome.Title);
        foreach (string note in outcome.Notes)
        {
            page.Paragraph(note);
        }

        page.Table(
            ["figure", "ours", "published", "tolerance", ""],
            outcome.Figures.Select(figure => (IReadOnlyList<string>)
            [
                figure.Name,
                ReproductionOutput.Number(figure.Ours),
                figure.Published is { } published ? ReproductionOutput.Number(published) : "",
                figure.Published is null ? "" : ReproductionOutput.Number(figure.Tolerance),
                ReproductionOutput.Verdict(figure),
            ]));
        if (outcome.Matrix.Count > 0)
        {
            page.Heading("All predictions").Table(
                ["", .. Enumerable.Range(1, outcome.Matrix[0].Count).Select(item => $"item {item}")],
                outcome.Matrix.Select((row, user) => (IReadOnlyList<string>)[$"user {user + 1}", .. row.Select(value => $"{value:F2}")]));
        }

        if (ratings is not null)
        {
            page.Chart(RatingsPerUser(ratings));
        }

        if (outcome.Scores.Count > 0)
        {
            page.Chart(LineChart.Draw(
                "Discount of NDCG",
                "place",
                "weight",
                [("", [.. Enumerable.Range(1, 19).Select(place => ((double)place, RankingMetrics.Discount(place)))])]));
            page.Chart(Histogram.Draw(
                "NDCG of users", "NDCG", "users",
                [.. outcome.Scores.Select(series => ($"{series.Name}, {Described(series)}", series.Scores))],
                values => Bins.Even(values, ScoreBins)));
        }

        foreach (CurveSeries curve in outcome.Curves)
        {
            page.Chart(Of(curve));
        }

        foreach (GridOutcome grid in outcome.Grids)
        {
            page.Chart(Of(grid));
        }

        if (outcome.Similar.Count > 0)
        {
            page.Heading("Most similar items");
            foreach (SimilarList list in outcome.Similar)
            {
                page.Paragraph($"{list.Model}, {titles.NameOf(list.Item)}: {string.Join("; ", list.Similar.Select(titles.NameOf))}");
            }
        }

        return page;
    }

    private static string Of(CurveSeries curve) => LineChart.Draw(
        curve.Name,
        "iterations",
        "MSE",
        [
            ("train", [.. curve.Points.Select(point => ((double)point.Epoch, point.Train.Mse))]),
            ("test", [.. curve.Points.Select(point => ((double)point.Epoch, point.Test.Mse))]),
        ],
        logarithmicX: true);

    private static string Of(GridOutcome grid) => HeatMap.Draw(
        $"{grid.Name}: least test MSE",
        grid.RowName,
        grid.Rows,
        grid.ColumnName,
        grid.Columns,
        [.. grid.Best.Select(row => (IReadOnlyList<double?>)[.. row.Select(point => point?.Test.Mse)])],
        lessIsBetter: true);

    private static HtmlReport Trainer(HtmlReport page, TrainerSettings settings) => page.Heading("Trainer").Table(
        ["option", "value"],
        settings.Names.Select(name => (IReadOnlyList<string>)[name, settings.Get(name)]).Prepend(["algorithm", settings.Algorithm]));

    private static string RatingsPerUser(RatingMatrix ratings) => Histogram.Draw(
        "Ratings per user", "ratings", "users",
        [("", UserCounts(ratings))], values => Bins.Even(values, UserBins));

    private static string Described(ScoreSeries series)
    {
        Spread spread = Spread.Of([.. series.Scores]);
        return $"{spread.Mean:F2} ± {spread.StandardDeviation:F2}";
    }

    private static IEnumerable<IReadOnlyList<string>> Errors(TrainReport report)
    {
        yield return ["train", $"{report.Train!.Count:N0}", $"{report.Train.Rmse:F4}", $"{report.Train.Mae:F4}"];
        if (report.Test is { } test)
        {
            yield return ["test", $"{test.Count:N0}", $"{test.Rmse:F4}", $"{test.Mae:F4}"];
        }
    }

    /// <summary>
    /// The best score for every pair of values of two settings, or for every value of one; null where that makes no whole map.
    /// </summary>
    private static string? TuningMap(SearchRun run, string score)
    {
        if (run.Varied.Count is not (1 or 2))
        {
            return null;
        }

        string columnName = run.Varied[^1];
        string rowName = run.Varied.Count == 2 ? run.Varied[0] : "";
        string Row(CrossValidationScore entry) => rowName.Length == 0 ? "" : entry.Settings.Get(rowName);
        string Column(CrossValidationScore entry) => entry.Settings.Get(columnName);
        string[] rows = Ordered(run.Ranked.Select(Row));
        string[] columns = Ordered(run.Ranked.Select(Column));
        bool isWhole = run.Ranked.Select(entry => (Row(entry), Column(entry))).Distinct().Count() == rows.Length * columns.Length;
        return !isWhole || !HeatMap.Fits(rows, columns) ? null : HeatMap.Draw(
            $"{score} over folds", rowName, rows, columnName, columns,
            [
                .. rows.Select(row => (IReadOnlyList<double?>)
                [
                    .. columns.Select(column => run.Ranked.First(entry => Row(entry) == row && Column(entry) == column).Score?.Mean),
                ]),
            ],
            Tuner.IsError(run.Options.Score));
    }

    /// <summary>The scores by one setting, which has numbers, whatever the others were.</summary>
    private static string Scatter(SearchRun run, string score, string name)
    {
        var points = new List<(double X, double Y)>();
        foreach (CrossValidationScore entry in run.Ranked)
        {
            string text = entry.Settings.Get(name);
            if (entry.Score is { } spread && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                points.Add((value, spread.Mean));
            }
        }

        bool logarithmic = points.Count > 0
            && points.Min(point => point.X) > 0
            && points.Max(point => point.X) / points.Min(point => point.X) > 20;
        return LineChart.Draw($"{score} over folds, by {name}", name, score, [("", points)], logarithmic, isScattered: true);
    }

    private static string[] Ordered(IEnumerable<string> values) =>
        [.. values
            .Distinct()
            .OrderBy(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0)];
}

using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Data;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf describe</c>: what is in a ratings file.</summary>
internal static class DescribeCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command(
            "describe",
            """
            Show what is in a ratings file.

            Example:
              fastmf describe ratings.csv
            """) { path, threads };
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            string file = parse.GetRequiredValue(path);
            report.Check(parse, file);
            RatingMatrix ratings = input.Read(parse, screen, file, parse.GetValue(threads), cancellation);
            if (json)
            {
                screen.Result(ToJson(file, ratings));
            }
            else
            {
                Print(screen, ratings);
            }

            report.Save(parse, screen, () => Reports.OfRatings(file, ratings));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Print(Screen screen, RatingMatrix ratings)
    {
        RatingStatistics values = ratings.Statistics;
        screen.Result(
            $"{ratings.Count:N0} ratings, {ratings.Users.Count:N0} users x {ratings.Items.Count:N0} items, "
            + $"density {ratings.Density:P2}");
        screen.Result($"values {values.Minimum} to {values.Maximum}, mean {values.Mean:F4} ± {values.StandardDeviation:F4}");
        Table table = Tables.Create("ratings of", ">mean", ">sd", ">min", ">median", ">max", "most active");
        AddRow(table, "a user", AxisSummary.Of(ratings.ByUser), ratings.Users);
        AddRow(table, "an item", AxisSummary.Of(ratings.ByItem), ratings.Items);
        screen.Result(table);
        if (ratings.Count > 0)
        {
            PrintChart(
                screen,
                "Users by their number of ratings:",
                Reports.UserCounts(ratings),
                Bins.Doubling,
                (low, high) => low == high - 1 ? $"{low:N0}" : $"{low:N0} to {high - 1:N0}");
            double[] given = Reports.RatingValues(ratings);
            bool isFew = Bins.AreFew(given);
            PrintChart(
                screen,
                "Ratings by value:",
                given,
                Bins.OfRatings,
                (low, high) => isFew ? Axis.Label((low + high) / 2) : $"{Axis.Label(low)} to {Axis.Label(high)}");
        }
    }

    private static void PrintChart(
        Screen screen, string title, double[] values, Func<IReadOnlyList<double>, double[]> bins, Func<double, double, string> label)
    {
        double[] edges = bins(values);
        int[] counts = Bins.Count(values, edges);
        screen.Result(title);
        foreach (string line in Bars.Of([.. counts.Select((count, bin) => (label(edges[bin], edges[bin + 1]), (long)count))]))
        {
            screen.Result(line);
        }
    }

    private static void AddRow(Table table, string name, AxisSummary axis, IdMap ids) => table.AddTextRow(
        name,
        $"{axis.Mean:F2}",
        $"{axis.StandardDeviation:F2}",
        $"{axis.Minimum:N0}",
        $"{axis.Median:N1}",
        $"{axis.Maximum:N0}",
        axis.MostRated < 0 ? "" : $"id {ids.GetId(axis.MostRated)}");

    private static JsonObject ToJson(string file, RatingMatrix ratings) => new()
    {
        ["file"] = file,
        ["ratings"] = ratings.Count,
        ["users"] = ratings.Users.Count,
        ["items"] = ratings.Items.Count,
        ["density"] = ratings.Density,
        ["minimum"] = ratings.Statistics.Minimum,
        ["maximum"] = ratings.Statistics.Maximum,
        ["mean"] = ratings.Statistics.Mean,
        ["standardDeviation"] = ratings.Statistics.StandardDeviation,
        ["ratingsPerUser"] = ToJson(AxisSummary.Of(ratings.ByUser), ratings.Users),
        ["ratingsPerItem"] = ToJson(AxisSummary.Of(ratings.ByItem), ratings.Items),
    };

    private static JsonObject ToJson(AxisSummary axis, IdMap ids) => new()
    {
        ["mean"] = axis.Mean,
        ["standardDeviation"] = axis.StandardDeviation,
        ["minimum"] = axis.Minimum,
        ["median"] = axis.Median,
        ["maximum"] = axis.Maximum,
        ["mostActive"] = axis.MostRated < 0 ? null : ids.GetId(axis.MostRated),
    };
}

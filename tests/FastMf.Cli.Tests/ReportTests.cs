using System.Globalization;
using System.Xml.Linq;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>The pages of --report: well-formed, self-contained, and with every chart's marks where they belong.</summary>
public sealed class ReportTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private static readonly string[] ShownOptions =
        ["--test-fraction", "regularization-exponent", "bias-regularization", "runtime", "processor"];

    [Fact]
    public void Describe_shows_every_user_in_the_histogram()
    {
        XElement page = Page("describe", sandbox.Csv);
        XElement[] charts = Charts(page);
        Assert.Equal(["Ratings per user", "Ratings by value"], charts.Select(Title));
        AssertCounts(Sandbox.Users, charts[0]);
        AssertCounts(File.ReadAllLines(sandbox.Csv).Length - 1, charts[1]);
    }

    [Fact]
    public void Train_shows_train_and_test_error_on_a_logarithmic_axis_and_all_options()
    {
        XElement page = Page("train", sandbox.Csv, "--test-fraction", "0.2", "--rank", "3", "--epochs", "12");
        XElement curve = Charts(page)[0];
        Assert.Equal("Learning curve", Title(curve));
        Assert.Equal(2, Marks(curve, "path").Length);

        // 1, 2, 5, 10 and the last, 12; equal ratios are equally far apart.
        XElement[] circles = Marks(curve, "circle");
        Assert.Equal(10, circles.Length);
        double[] x = [.. circles.Take(5).Select(circle => Number(circle, "cx"))];
        Assert.Equal(x[1] - x[0], x[3] - x[2], 0.02);
        Assert.Equal(["train", "test"], Legend(curve));
        Assert.Equal(12, Marks(Charts(page)[1], "circle").Length);
        string text = page.Value;
        Assert.All(ShownOptions, name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_of_an_order_shows_rankings_and_no_errors_of_ratings()
    {
        XElement page = Page("train", sandbox.Csv, "--algorithm", "bpr", "--test-fraction", "0.2", "--rank", "3", "--epochs", "4");
        Assert.Equal("Objective", Title(Assert.Single(Charts(page))));
        Assert.Contains("NDCG", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("RMSE", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_shows_the_grid_and_frames_the_best()
    {
        XElement page = Page("tune", sandbox.Csv, "--epochs", "2", "--folds", "2", "--try", "rank=1,2,3", "regularization=1,50");
        XElement map = Charts(page)[1];
        XElement[] cells = Marks(map, "rect");
        Assert.Equal(6, cells.Length);
        XElement best = Assert.Single(cells, cell => cell.Attribute("class")!.Value == "cell best");
        Assert.Equal(cells.Max(cell => Number(cell, "fill-opacity")), Number(best, "fill-opacity"));
        Assert.Equal(6, map.Descendants("text").Count(text => text.Attribute("class")!.Value == "value"));
        Assert.Equal(6 * 2, Marks(Charts(page)[0], "circle").Length);
    }

    [Fact]
    public void A_random_search_is_shown_by_each_of_its_settings()
    {
        XElement page = Page(
            "tune", sandbox.Csv, "--epochs", "2", "--folds", "2", "--random", "5", "--try", "rank=1..9", "regularization=0.01..50:log");
        XElement[] charts = Charts(page);
        Assert.Equal(["rmse on each fold", "rmse over folds, by rank", "rmse over folds, by regularization"], charts.Select(Title));
        Assert.All(charts.Skip(1), chart => Assert.Equal((5, 0), (Marks(chart, "circle").Length, Marks(chart, "path").Length)));
        Assert.DoesNotContain("failed", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Au_yeungs_page_has_his_full_matrix_and_rosenthals_the_similar_items()
    {
        Assert.Contains("user 5", Page("reproduce", "auyeung").Value, StringComparison.Ordinal);
        Assert.Contains("Most similar items", Page("reproduce", "rosenthal", sandbox.Csv).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5 1 4 5", "0.25 0.75 1.25 1.75 2.25 2.75 3.25 3.75 4.25 4.75 5.25")]
    [InlineData("3", "2.5 3.5")]
    [InlineData("1 2 1000", "1 50.95 100.9")]
    public void Ratings_have_a_bin_each_when_they_are_few(string values, string expected)
    {
        double[] edges = Bins.OfRatings([.. values.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))]);
        Assert.Equal(expected, string.Join(' ', edges.Take(11).Select(Axis.Label).Take(expected.Count(letter => letter == ' ') + 1)));
    }

    [Fact]
    public void Bins_count_every_number_once()
    {
        double[] values = [1, 1, 2, 3, 4, 7, 8];
        Assert.Equal([1, 2, 4, 8, 16], Bins.Doubling(values));
        Assert.Equal([2, 2, 2, 1], Bins.Count(values, Bins.Doubling(values)));
        Assert.Equal(values.Length, Bins.Count(values, Bins.Even(values, 3)).Sum());
    }

    [Fact]
    public void Bars_are_as_long_as_their_numbers()
    {
        string[] lines = [.. Bars.Of([("a", 1000), ("bc", 500), ("d", 1), ("e", 0)])];
        Assert.Equal(
            ["   a  1,000  " + new string('█', 40), "  bc    500  " + new string('█', 20), "   d      1  ▏", "   e      0"], lines);
    }

    [Fact]
    public void A_terminal_gets_compact_charts()
    {
        string described = ToolRun.Success("describe", sandbox.Csv).Out;
        Assert.Contains("Users by their number of ratings:", described, StringComparison.Ordinal);
        Assert.Contains("Ratings by value:", described, StringComparison.Ordinal);
        Assert.Contains("██", described, StringComparison.Ordinal);
        string[] few = ["--rank", "2", "--epochs", "3"];
        Assert.Matches("loss [▁-█]{3} ", ToolRun.Success(["train", sandbox.Csv, .. few]).Out);
        Assert.Matches("validation RMSE [▁-█]{3} ", ToolRun.Success(["train", sandbox.Csv, .. few, "--validation-fraction", "0.1"]).Out);
        Assert.Matches("rmse on each fold [▁-█]{4} ", ToolRun.Success(["cross-validate", sandbox.Csv, .. few, "--folds", "4"]).Out);
        Assert.Matches(
            "rmse from best to worst [▁-█]{2} ",
            ToolRun.Success(["tune", sandbox.Csv, .. few, "--folds", "2", "--try", "regularization=1,90"]).Out);
    }

    [Fact]
    public void Johnsons_page_has_his_three_pictures()
    {
        XElement page = Page("reproduce", "johnson", sandbox.Csv);
        XElement[] charts = Charts(page);
        Assert.Equal(["Ratings per user", "Discount of NDCG", "NDCG of users"], charts.Select(Title));
        Assert.Equal(19, Marks(charts[1], "circle").Length);

        // A user of one rating has none left in training, and is unknown there.
        int twice = File.ReadAllLines(sandbox.Csv).Skip(1).CountBy(line => line.Split(',')[0]).Count(user => user.Value > 1);
        foreach (int system in new[] { 0, 1, 2 })
        {
            AssertCounts(twice, charts[2], $"bar s{system}");
        }

        Assert.All(Legend(charts[2]), name => Assert.Matches(@", 0\.\d\d ± 0\.\d\d$", name));
    }

    [Fact]
    public void Rosenthals_page_has_curves_and_heat_maps()
    {
        XElement page = Page("reproduce", "rosenthal", sandbox.Csv);
        Assert.Equal(3, Charts(page).Count(chart => Kind(chart) == "chart lines"));
        Assert.Equal([25, 4, 20], Charts(page).Where(chart => Kind(chart) == "chart heat").Select(chart => Marks(chart, "rect").Length));
    }

    [Theory]
    [InlineData(1, 100, true, false, "1 2 5 10 20 50 100")]
    [InlineData(0, 1, false, false, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(1, 3, false, true, "1 2 3")]
    [InlineData(0.5, 0.5, false, false, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 26000, false, false, "0 10000 20000")]
    public void Axes_mark_round_numbers(double low, double high, bool logarithmic, bool whole, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Axis(low, high, 0, 100, logarithmic, whole).Ticks().Select(Axis.Label)));

    [Fact]
    public void A_sparkline_is_lowest_where_the_number_is()
    {
        Assert.Equal("█▁▅", Sparkline.Of([3, 1, 2.2]));
        Assert.Equal("▁", Sparkline.Of([7]));
        Assert.Equal("", Sparkline.Of([]));
        Assert.Equal("▁█", Sparkline.Of([.. Enumerable.Range(0, 100).Select(i => (double)i)], 2));
    }

    [Fact]
    public void A_report_that_would_overwrite_the_ratings_is_refused()
    {
        Assert.Equal(ExitCode.Usage, ToolRun.Of("describe", sandbox.Csv, "--report", sandbox.Csv).Code);
        Assert.Equal(ExitCode.Failure, ToolRun.Of("train", sandbox.Csv, "--report", sandbox["no/such/folder.html"]).Code);
    }

    private XElement Page(params string[] command)
    {
        string file = sandbox[$"{Guid.NewGuid()}.html"];
        ToolRun.Success([.. command, "--report", file]);
        string text = File.ReadAllText(file);

        // Self-contained: nothing is loaded, nothing runs.
        Assert.DoesNotContain("http", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        XElement page = XDocument.Parse(text).Root!;
        foreach (XElement mark in Charts(page).SelectMany(
            chart => chart.Descendants().Where(element => element.Name.LocalName is "circle" or "rect")))
        {
            XElement chart = mark.Ancestors("svg").Single();
            double[] box = [.. chart.Attribute("viewBox")!.Value.Split(' ').Select(
                part => double.Parse(part, CultureInfo.InvariantCulture))];
            Assert.InRange(Number(mark, mark.Name == "circle" ? "cx" : "x"), 0, box[2]);
            Assert.InRange(Number(mark, mark.Name == "circle" ? "cy" : "y"), 0, box[3]);
        }

        return page;
    }

    private static XElement[] Charts(XElement page) => [.. page.Descendants("svg")];

    private static string Kind(XElement chart) => chart.Attribute("class")!.Value;

    private static string Title(XElement chart) => chart.Descendants("text").First(text => text.Attribute("class")!.Value == "title").Value;

    private static string[] Legend(XElement chart) =>
        [.. chart.Descendants("text").Where(text => text.Attribute("class")!.Value == "legend").Select(text => text.Value)];

    private static XElement[] Marks(XElement chart, string name) =>
        [.. chart.Descendants(name).Where(mark => !mark.Attribute("class")!.Value.StartsWith("key", StringComparison.Ordinal))];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>The bars' tooltips add up, and their heights are in the proportion of their counts.</summary>
    private static void AssertCounts(int expected, XElement chart, string kind = "bar s0")
    {
        XElement[] bars = [.. Marks(chart, "rect").Where(bar => bar.Attribute("class")!.Value == kind)];
        int[] counts = [.. bars.Select(bar => int.Parse(bar.Element("title")!.Value.Split(": ")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(expected, counts.Sum());
        double unit = Number(bars[0], "height") / counts[0];
        Assert.All(bars.Zip(counts), pair => Assert.Equal(unit * pair.Second, Number(pair.First, "height"), 0.1 * pair.Second));
    }
}

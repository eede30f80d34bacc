using System.Text;
using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Titles come from the files that MovieLens sets bring along, in their encodings and quotings.</summary>
public sealed class TitleTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Quoted_titles_beside_the_ratings_are_shown()
    {
        string model = sandbox.TrainModel("beside.fmf");
        ToolRun run = ToolRun.Success("recommend", model, "--user", "1", "--ratings", sandbox.Csv, "--include-rated", "--count", "100");
        Assert.Contains(Sandbox.Title, run.Out, StringComparison.Ordinal);
        Assert.Contains("Empire Strikes Back, The", run.Out, StringComparison.Ordinal);
        Assert.Contains("Film 7 [new]", run.Out, StringComparison.Ordinal);

        Assert.Contains(
            Sandbox.Title,
            ToolRun.Success("predict", model, "--user", "1", "--item", "260", "--ratings", sandbox.Csv).Out,
            StringComparison.Ordinal);
        Assert.Contains(
            Sandbox.Title, ToolRun.Success("similar", model, "--item", "260", "--ratings", sandbox.Csv).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u.item", "260|Léon, the|01-Jan-1994||http://x|0|1\n")]
    [InlineData("movies.dat", "260::Léon, the::Drama|Crime\n")]
    public void Latin_1_titles_of_the_old_sets_are_read(string name, string line)
    {
        string model = sandbox.TrainModel($"{name}.fmf");
        string titles = sandbox.Write($"old-{name}/{name}", Encoding.Latin1.GetBytes(line));
        ToolRun given = ToolRun.Success("predict", model, "--user", "1", "--item", "260", "--titles", titles, "--json");
        Assert.Equal("Léon, the", given.Json.GetProperty("title").GetString());

        string ratings = sandbox[$"old-{name}/u.data"];
        File.WriteAllText(ratings, "1\t260\t4\t881250949\n");
        ToolRun beside = ToolRun.Success("predict", model, "--user", "1", "--item", "260", "--ratings", ratings, "--json");
        Assert.Equal("Léon, the", beside.Json.GetProperty("title").GetString());
    }

    [Fact]
    public void An_item_is_found_by_its_title_or_an_unambiguous_beginning()
    {
        string model = sandbox.TrainModel("by-title.fmf");
        string byId = ToolRun.Success("similar", model, "--item", "1", "--ratings", sandbox.Csv).Out;
        Assert.Equal(byId, ToolRun.Success("similar", model, "--item", "Toy Story (1995)", "--titles", sandbox["movies.csv"]).Out);
        Assert.Equal(byId, ToolRun.Success("similar", model, "--item", "toy st", "--titles", sandbox["movies.csv"]).Out);
        ToolRun several = ToolRun.Of("similar", model, "--item", "Film", "--titles", sandbox["movies.csv"]);
        Assert.Equal(ExitCode.Failure, several.Code);
        Assert.Contains("a title that fits one item", several.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_titles_there_is_no_column_for_them()
    {
        string model = sandbox.TrainModel("untitled.fmf");
        Assert.DoesNotContain("title", ToolRun.Success("recommend", model, "--user", "1").Out, StringComparison.Ordinal);
    }
}

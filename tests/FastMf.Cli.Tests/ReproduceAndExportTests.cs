using System.Text.Json;
using FastMf.Cli.Tests.Support;
using FastMf.Model;
using FastMf.TestCommon;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>The articles, comparisons and exports from the command line.</summary>
public sealed class ReproduceAndExportTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private static readonly string[] Contenders =
    [
        "mean", "biases only",
        .. TrainerKind.All.SelectMany(kind => kind.Presets)
            .Where(preset => preset.Options.Predicts != PredictionKind.Preference).Select(preset => preset.Name),
    ];

    [Fact]
    public void Au_yeungs_figures_are_within_their_tolerance()
    {
        ToolRun run = ToolRun.Success("reproduce", "auyeung");
        Assert.Contains("13 of 13 compared figures are within their tolerance.", run.Out, StringComparison.Ordinal);
        JsonElement json = ToolRun.Success("reproduce", "auyeung", "--json").Json;
        Assert.Equal(0, json.GetProperty("outside").GetInt32());
        Assert.Equal(14, json.GetProperty("figures").GetArrayLength());
    }

    [Fact]
    public void A_figure_outside_its_tolerance_gives_an_exit_code_of_its_own()
    {
        ToolRun run = ToolRun.Of("reproduce", "auyeung", "--seed", "45");
        Assert.Equal(ExitCode.Outside, run.Code);
        Assert.Contains("OUTSIDE", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_other_ratings_are_not_compared_and_it_is_said()
    {
        ToolRun run = ToolRun.Success("reproduce", "rosenthal", sandbox.Csv, "--without-grids", "--with-slip");
        Assert.Contains("The published figures belong to ml-100k", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 of 0 compared figures", run.Out, StringComparison.Ordinal);
        Assert.Contains("what the first user has rated", run.Out, StringComparison.Ordinal);
    }

    [RealDataFact]
    public void A_folder_stands_for_the_ratings_in_it()
    {
        JsonElement json = ToolRun.Success("reproduce", "johnson", RealData.Path2016(""), "--json").Json;
        Assert.Equal(0, json.GetProperty("outside").GetInt32());
        Assert.Equal(
            13, json.GetProperty("figures").EnumerateArray().Count(figure => figure.GetProperty("verdict").GetString() == "within"));
    }

    [Fact]
    public void A_folder_without_ratings_is_named()
    {
        string folder = Directory.CreateDirectory(sandbox["empty"]).FullName;
        ToolRun run = ToolRun.Of("reproduce", "johnson", folder);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains(folder, run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_puts_trainers_beside_baselines()
    {
        ToolRun run = ToolRun.Success("compare", sandbox.Csv, "--folds", "2", "--json");
        JsonElement set = Assert.Single(run.Json.GetProperty("sets").EnumerateArray());
        JsonElement[] entries = [.. set.GetProperty("configurations").EnumerateArray()];
        Assert.Equal(Contenders.Length, entries.Length);
        string table = ToolRun.Success("compare", sandbox.Csv, "--folds", "2").Out;
        Assert.All(Contenders, name => Assert.Contains($" {name} ", table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("npz", 0x50)]
    [InlineData("csv", 's')]
    [InlineData("libmf", 'f')]
    [InlineData("predictionsnpy", 0x93)]
    [InlineData("predictionscsv", ',')]
    public void Export_writes_the_format_asked_for(string format, int firstByte)
    {
        string model = sandbox.TrainModel("export.fmf");
        string file = sandbox[$"export.{format}"];
        JsonElement json = ToolRun.Success("export", model, "--format", format, "--output", file, "--json").Json;
        byte[] bytes = File.ReadAllBytes(file);
        Assert.Equal(bytes.Length, json.GetProperty("bytes").GetInt64());
        Assert.Equal(firstByte, bytes[0]);
        Assert.Equal(ExitCode.Usage, ToolRun.Of("export", model, "--output", model).Code);
    }
}

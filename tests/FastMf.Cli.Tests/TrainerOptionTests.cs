using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastMf.Cli.Tests.Support;
using FastMf.Data.Reading;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Every option of every trainer by every way that there is to it.</summary>
public sealed class TrainerOptionTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    public static TheoryData<string, string> Options
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (TrainerKind kind in TrainerKind.All)
            {
                foreach (TrainerOption option in kind.Options)
                {
                    rows.Add(kind.Name, option.Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_on_the_command_line_is_what_training_uses(string algorithm, string name)
    {
        (TrainerOptions start, TrainerOption option, string value) = Case(algorithm, name);
        TrainerOptions used = Train([.. Given(start, name), .. Given(option, value)], out _);
        Assert.Equal(value, option.GetText(used));
        Assert.Equal(start.Kind, used.Kind);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_in_a_file_is_what_training_uses(string algorithm, string name)
    {
        (TrainerOptions start, TrainerOption option, string value) = Case(algorithm, name);
        JsonObject json = new TrainerSettings(start).ToJson();
        foreach (TrainerOption setBy in start.Kind.Options.Where(other => other.IsShorthand == false && option.IsShorthand))
        {
            // A shorthand beside what it stands for would be overridden.
            json.Remove(setBy.Name);
        }

        (json["rank"], json["epochs"]) = (start.Rank, start.Epochs);
        json[name] = value;
        TrainerOptions used = Train(["--options", Write(json)], out string hash);
        Assert.Equal(value, option.GetText(used));
        TrainerOptions expected = option.IsShorthand ? used : option.Set(start, value);
        Assert.Equal(expected, used);
        using MfModel model = expected.CreateTrainer().Train(RatingReader.Read(sandbox.Csv).Ratings).Model;
        Assert.Equal(model.ComputeHash(), hash);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_on_the_command_line_overrides_the_file(string algorithm, string name)
    {
        (TrainerOptions start, TrainerOption option, string value) = Case(algorithm, name);
        string file = Write(new TrainerSettings(start).ToJson());
        Assert.Equal(option.Set(start, value), Train(["--options", file, .. Given(option, value)], out _));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_can_be_tried(string algorithm, string name)
    {
        (TrainerOptions start, TrainerOption option, string value) = Case(algorithm, name);
        string file = Write(new TrainerSettings(start).ToJson());
        JsonElement json = ToolRun.Success(
            "tune", sandbox.Csv, "--options", file, "--folds", "2", "--score", "auc", "--try", $"{name}={value}", "--json").Json;
        Assert.Equal(option.Set(start, value), Read(json.GetProperty("best")));
        Assert.Equal(value, option.GetText(Read(json.GetProperty("configurations")[0].GetProperty("settings"))));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_is_a_property_of_the_options_and_the_trainer_has_them(string algorithm, string name)
    {
        (TrainerOptions start, TrainerOption option, string value) = Case(algorithm, name);
        TrainerOptions changed = option.Set(start, value);
        PropertyInfo property = start.GetType().GetProperty(
            option.PropertyName, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        Assert.Equal(value, Convert.ToString(property.GetValue(changed), CultureInfo.InvariantCulture), ignoreCase: true);
        Assert.NotEqual(value, option.GetText(start));
        ITrainer trainer = changed.CreateTrainer();
        Assert.Same(changed, trainer.GetType().GetProperty("Options")!.GetValue(trainer));
    }

    [Fact]
    public void The_file_decides_the_algorithm()
    {
        string file = Write(new TrainerSettings(new SgdOptions { Rank = 2, Epochs = 1 }).ToJson());
        TrainerOptions used = Train(["--options", file, "--learning-rate", "0.1"], out _);
        Assert.Equal(new SgdOptions { Rank = 2, Epochs = 1, LearningRate = 0.1f }, used);
        Assert.Equal(used, Train(["--options", file, "--algorithm", "SGD", "--learning-rate", "0.1"], out _));

        ToolRun foreign = ToolRun.Of("train", sandbox.Csv, "--options", file, "--cg-steps", "30");
        Assert.Equal(ExitCode.Usage, foreign.Code);
        Assert.Contains($"--cg-steps has no meaning for sgd, which the options in {file} are for", foreign.Err, StringComparison.Ordinal);

        ToolRun contradiction = ToolRun.Of("train", sandbox.Csv, "--options", file, "--algorithm", "als");
        Assert.Equal(ExitCode.Usage, contradiction.Code);
        Assert.Contains($"--algorithm als: the options in {file} are for sgd", contradiction.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_have_a_former_name()
    {
        foreach (TrainerOption option in TrainerKind.All.SelectMany(kind => kind.Options).Where(option => option.FormerName is not null))
        {
            string file = sandbox.Write("former.json", $"{{\"algorithm\":\"als\",\"rank\":2,\"epochs\":1,\"{option.FormerName}\":7}}");
            Assert.Equal("7", option.GetText(Train(["--options", file], out _)));
        }

        Assert.Equal("cg-steps", TrainerKind.Als.Option("conjugate-gradient-steps").Name);
    }

    /// <summary>Options of plain SGD are those of the textbook but for what is given.</summary>
    [Theory]
    [InlineData("--order shuffled", SgdOrder.Shuffled, LearningRateRule.Constant, 0.01f)]
    [InlineData("--rule constant", SgdOrder.Blocked, LearningRateRule.Constant, 0.01f)]
    [InlineData("--rule InverseDecay --order SHUFFLED", SgdOrder.Shuffled, LearningRateRule.InverseDecay, 0.01f)]
    [InlineData("--order shuffled --rule adaptive", SgdOrder.Shuffled, LearningRateRule.Adaptive, 0.5f)]
    [InlineData("--order blocked", SgdOrder.Blocked, LearningRateRule.Adaptive, 0.5f)]
    public void Plain_sgd_has_defaults_of_its_own(string given, SgdOrder order, LearningRateRule rule, float learningRate)
    {
        TrainerOptions used = Train(["--algorithm", "sgd", "--rank", "2", "--epochs", "1", .. given.Split(' ')], out _);
        SgdOptions defaults = rule == LearningRateRule.Adaptive ? new SgdOptions() : SgdOptions.Textbook;
        Assert.Equal(defaults with { Rank = 2, Epochs = 1, Order = order, Rule = rule, LearningRate = learningRate }, used);
    }

    [Fact]
    public void An_option_out_of_its_range_is_told_by_its_name()
    {
        ToolRun run = ToolRun.Of("tune", sandbox.Csv, "--try", "cg-steps=0", "--folds", "2");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--cg-steps 0: ConjugateGradientSteps must be from 1 to 1000.", run.Err, StringComparison.Ordinal);
    }

    /// <summary>Small options of an algorithm, one of its options, and a value that these do not have for it.</summary>
    private static (TrainerOptions Start, TrainerOption Option, string Value) Case(string algorithm, string name)
    {
        TrainerKind kind = TrainerKind.Find(algorithm)!;
        TrainerOption option = kind.Option(name);
        TrainerOptions start = kind.Defaults with { Rank = 3, Epochs = 1 };
        start = kind.Options.Any(known => known.Name == "learning-rate") ? kind.Option("learning-rate").Set(start, "0.01") : start;
        string[] values = option.Choices.Count > 0 ? [.. option.Choices] : ["0.25", "2", "32"];
        return (start, option, values.First(value => value != option.GetText(start) && option.Accepts(value)));
    }

    private static string[] Given(TrainerOptions options, string except) =>
    [
        "--algorithm", options.Kind.Name,
        .. options.Kind.Options.Where(option => option.Name is "rank" or "epochs" or "learning-rate" && option.Name != except)
            .SelectMany(option => Given(option, option.GetText(options))),
    ];

    private static string[] Given(TrainerOption option, string value) =>
        option.IsFlag && value == "true" ? [$"--{option.Name}"] : [$"--{option.Name}", value];

    private static TrainerOptions Read(JsonElement settings) =>
        TrainerSettings.FromJson(JsonNode.Parse(settings.GetRawText())!.AsObject()).Options;

    private TrainerOptions Train(string[] options, out string hash)
    {
        JsonElement json = ToolRun.Success(["train", sandbox.Csv, .. options, "--json"]).Json;
        hash = json.GetProperty("modelHash").GetString()!;
        return Read(json.GetProperty("settings"));
    }

    private string Write(JsonObject json) => sandbox.Write("options.json", json.ToJsonString());
}

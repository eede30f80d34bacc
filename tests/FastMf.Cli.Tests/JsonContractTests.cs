using System.Text.Json;
using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>What scripts rely on: the last line of <c>train --json</c>, and models that depend on data, options and seed alone.</summary>
public sealed class JsonContractTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Theory]
    [InlineData("als")]
    [InlineData("sgd")]
    public void Train_prints_one_object_with_all_keys_as_the_last_line(string algorithm)
    {
        string model = sandbox[$"{algorithm}.fmf"];
        string[] arguments =
        [
            "train", sandbox.Train, "--test", sandbox.Test, "--algorithm", algorithm, "--rank", "5", "--epochs", "4", "--regularization", "0.1",
            "--seed", "9", "--threads", "2", "--output", model, "--json", .. algorithm == "sgd" ? ["--learning-rate", "0.02"] : Array.Empty<string>(),
        ];
        ToolRun run = ToolRun.Success(arguments);
        JsonElement json = JsonDocument.Parse(Assert.Single(run.OutLines)).RootElement;
        Assert.Equal(algorithm, json.GetProperty("algorithm").GetString());
        Assert.Equal(5, json.GetProperty("rank").GetInt32());
        Assert.Equal(4, json.GetProperty("epochs").GetInt32());
        Assert.Equal(9, json.GetProperty("seed").GetInt64());
        Assert.InRange(json.GetProperty("threads").GetInt32(), 1, 2);
        Assert.True(json.GetProperty("loadSeconds").GetDouble() > 0);
        Assert.True(json.GetProperty("prepareSeconds").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("validationSeconds").ValueKind);
        double seconds = json.GetProperty("trainSeconds").GetDouble();
        Assert.True(seconds > 0);
        Assert.Equal(seconds / 4, json.GetProperty("secondsPerEpoch").GetDouble(), 1e-9);
        Assert.InRange(json.GetProperty("trainRmse").GetDouble(), 0.1, 1.5);
        Assert.InRange(json.GetProperty("testRmse").GetDouble(), 0.1, 1.5);
        Assert.InRange(json.GetProperty("peakMemoryBytes").GetInt64(), 1 << 20, 1L << 40);
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("modelHash").GetString());
        Assert.Equal(model, json.GetProperty("model").GetString());
    }

    [Fact]
    public void Bpr_prints_rankings_and_no_errors_of_ratings()
    {
        JsonElement json = ToolRun.Success(
            "train", sandbox.Train, "--test", sandbox.Test, "--algorithm", "bpr", "--rank", "5", "--epochs", "4", "--learning-rate", "0.3",
            "--bias-regularization", "0.1", "--validation-fraction", "0.1", "--patience", "9", "--output", sandbox["bpr.fmf"], "--json").Json;
        Assert.Equal("bpr", json.GetProperty("algorithm").GetString());
        Assert.Equal((5, 4), (json.GetProperty("rank").GetInt32(), json.GetProperty("epochs").GetInt32()));
        Assert.All(
            ["trainRmse", "testRmse", "testMae", "testUnknown"],
            name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
        Assert.InRange(json.GetProperty("validationRmse").GetDouble(), 0.01, 0.99);
        Assert.True(json.GetProperty("validationSeconds").GetDouble() > 0);
        Assert.Equal(File.ReadAllLines(sandbox.Test).Length, json.GetProperty("testRatings").GetInt32());
        JsonElement ranking = json.GetProperty("testRanking");
        Assert.InRange(ranking.GetProperty("auc").GetDouble(), 0.3, 1);

        JsonElement again = ToolRun.Success("evaluate", sandbox["bpr.fmf"], sandbox.Test, "--train", sandbox.Train, "--json").Json;
        Assert.Equal(JsonValueKind.Null, again.GetProperty("rmse").ValueKind);
        Assert.Equal(10, again.GetProperty("ranking").GetProperty("length").GetInt32());
        Assert.Equal(
            JsonValueKind.Null,
            ToolRun.Success("train", sandbox.Train, "--rank", "2", "--epochs", "1", "--json").Json.GetProperty("testRanking").ValueKind);
    }

    [Fact]
    public void Without_a_test_set_its_errors_are_null()
    {
        JsonElement json = ToolRun.Success("train", sandbox.Train, "--rank", "2", "--epochs", "1", "--json").Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("testRmse").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("model").ValueKind);
        Assert.True(json.GetProperty("trainRmse").GetDouble() > 0);
    }

    [Theory]
    [InlineData("als")]
    [InlineData("sgd")]
    [InlineData("bpr")]
    public void The_model_depends_on_the_seed_and_not_on_the_threads(string algorithm)
    {
        string[] common =
            ["train", sandbox.Train, "--test-fraction", "0.2", "--algorithm", algorithm, "--rank", "17", "--epochs", "3", "--json"];
        string Hash(params string[] more) => ToolRun.Success([.. common, .. more]).Json.GetProperty("modelHash").GetString()!;
        string hash = Hash("--seed", "4", "--threads", "1");
        Assert.Equal(hash, Hash("--seed", "4", "--threads", "1"));
        Assert.Equal(hash, Hash("--seed", "4", "--threads", "2"));
        Assert.Equal(hash, Hash("--seed", "4", "--threads", "7"));
        Assert.NotEqual(hash, Hash("--seed", "5", "--threads", "1"));
    }

    [Fact]
    public void Quiet_prints_nothing_but_results()
    {
        string model = sandbox["quiet.fmf"];
        string swapped = sandbox.Write("swapped/ratings.csv", "movieId,userId,rating\n1,2,3\n1,2,4\n2,3,x\n");
        string[][] commands =
        [
            ["train", sandbox.Csv, "--test-fraction", "0.1", "--rank", "2", "--epochs", "2", "--output", model],
            ["describe", swapped, "--skip-bad-lines", "1"],
            ["evaluate", model, sandbox.Csv, "--allow-seen"],
            ["predict", model, "--user", "nobody", "--item", "1"],
            ["recommend", model, "--user", "nobody"],
            ["similar", model, "--item", "1"],
            ["generate", "--users", "20", "--items", "20", "--ratings", "50", "--output", sandbox["quiet.txt"]],
        ];
        Assert.All(commands, command =>
        {
            ToolRun run = ToolRun.Success([.. command, "--quiet"]);
            Assert.Equal("", run.Err);
            Assert.NotEqual("", run.Out);
        });
    }

    [Fact]
    public void Left_out_lines_repeated_ratings_and_swapped_columns_are_told()
    {
        string file = sandbox.Write("notes/ratings.csv", "\"movieId\",\"userId\",rating\n1,2,3\n1,2,4\n2,3,x\n");
        ToolRun run = ToolRun.Success("describe", file, "--skip-bad-lines", "1");
        Assert.Contains($"{file}, line 4: left out: the rating 'x' is not a number. Line: \"2,3,x\"", run.Err, StringComparison.Ordinal);
        Assert.Contains("1 repeated ratings were merged (--duplicates)", run.Err, StringComparison.Ordinal);
        Assert.Contains("swap the two columns", run.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("swap", ToolRun.Success("describe", sandbox.Csv).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_separated_header_with_swapped_columns_is_told_too()
    {
        string file = sandbox.Write("notes/ratings.tsv", "item_id\tuser_id\trating\n1\t2\t3\n");
        Assert.Contains("swap the two columns", ToolRun.Success("describe", file).Err, StringComparison.Ordinal);
    }
}

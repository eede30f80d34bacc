using System.Text.Json;
using FastMf.Cli.Tests.Support;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Every verb does its work: results on standard output, messages on standard error, exit code 0.</summary>
public sealed class VerbTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Describe_counts_what_is_in_the_file()
    {
        ToolRun run = ToolRun.Success("describe", sandbox.Train);
        int lines = File.ReadAllLines(sandbox.Train).Length;
        Assert.Contains($"{lines} ratings, {Sandbox.Users} users x {Sandbox.Items} items", run.Out, StringComparison.Ordinal);
        Assert.Contains("median", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Err);

        JsonElement json = ToolRun.Success("describe", sandbox.Train, "--json").Json;
        Assert.Equal(lines, json.GetProperty("ratings").GetInt32());
        Assert.Equal(Sandbox.Users, json.GetProperty("users").GetInt32());
        Assert.Equal(Sandbox.Items, json.GetProperty("items").GetInt32());
        Assert.InRange(json.GetProperty("ratingsPerUser").GetProperty("median").GetDouble(), 1, Sandbox.Items);
    }

    [Theory]
    [InlineData("als")]
    [InlineData("sgd")]
    public void Train_reports_the_outcome_on_out_and_the_epochs_on_err(string algorithm)
    {
        string model = sandbox[$"report-{algorithm}.fmf"];
        ToolRun run = ToolRun.Success(
            "train", sandbox.Train, "--test", sandbox.Test, "--algorithm", algorithm, "--rank", "4", "--epochs", "3", "--output", model);
        Assert.Contains($"{algorithm}, rank 4, 3 epochs", run.Out, StringComparison.Ordinal);
        Assert.Contains("test RMSE", run.Out, StringComparison.Ordinal);
        Assert.Contains($"model written to {model}", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1/3", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{algorithm} epoch 3/3", run.Err, StringComparison.Ordinal);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void A_model_that_orders_items_is_trained_and_recommends()
    {
        string model = sandbox["order.fmf"];
        ToolRun run = ToolRun.Success(
            "train", sandbox.Train, "--test", sandbox.Test, "--algorithm", "bpr", "--rank", "4", "--epochs", "3", "--output", model);
        Assert.Contains("bpr, rank 4, 3 epochs", run.Out, StringComparison.Ordinal);
        Assert.Contains("the model orders items and predicts no ratings", run.Out, StringComparison.Ordinal);
        Assert.Contains("NDCG ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("RMSE", run.Out, StringComparison.Ordinal);
        Assert.Contains("bpr epoch 3/3", run.Err, StringComparison.Ordinal);
        foreach (string[] user in new string[][] { ["--user", "1"], ["--user", "nobody"] })
        {
            Assert.Equal(5, ToolRun.Success(["recommend", model, .. user, "--ratings", sandbox.Train, "--count", "5", "--json"]).Json.GetProperty("items").GetArrayLength());
        }

        Assert.InRange(
            ToolRun.Success("predict", model, "--user", "1", "--item", "3", "--json").Json.GetProperty("prediction").GetDouble(), 0, 1);
    }

    [Fact]
    public void Training_stops_early_when_asked_and_says_so()
    {
        JsonElement json = ToolRun.Success(
            "train", sandbox.Train, "--rank", "30", "--regularization", "0.01", "--epochs", "500",
            "--validation-fraction", "0.2", "--patience", "2", "--json").Json;
        Assert.True(json.GetProperty("stoppedEarly").GetBoolean());
        Assert.Equal(json.GetProperty("bestEpoch").GetInt32() + 2, json.GetProperty("epochs").GetInt32());
        Assert.True(json.GetProperty("validationRmse").GetDouble() > 0);
    }

    [Theory]
    [InlineData("--test-newest", "0.2")]
    [InlineData("--test-per-user", "2")]
    [InlineData("--test-latest", "2")]
    public void Train_holds_back_test_ratings_by_time_and_by_user(string option, string value)
    {
        JsonElement json = ToolRun.Success("train", sandbox.Csv, option, value, "--rank", "2", "--epochs", "1", "--json").Json;
        int all = File.ReadAllLines(sandbox.Csv).Length - 1;
        int test = json.GetProperty("testRatings").GetInt32();
        Assert.Equal(all, json.GetProperty("trainRatings").GetInt32() + test);
        Assert.InRange(test, Sandbox.Users, all / 4);
    }

    [Fact]
    public void Evaluate_repeats_the_test_error_of_training()
    {
        string model = sandbox["evaluate.fmf"];
        JsonElement trained =
            ToolRun.Success("train", sandbox.Train, "--test", sandbox.Test, "--rank", "4", "--output", model, "--json").Json;
        ToolRun run = ToolRun.Success("evaluate", model, sandbox.Test, "--json");
        Assert.Equal(trained.GetProperty("testRmse").GetDouble(), run.Json.GetProperty("rmse").GetDouble());
        Assert.Equal(trained.GetProperty("testMae").GetDouble(), run.Json.GetProperty("mae").GetDouble());
        Assert.Equal("", run.Err);
        Assert.StartsWith("RMSE ", ToolRun.Success("evaluate", model, sandbox.Test).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_lists_items_and_says_what_each_prediction_rests_on()
    {
        string model = sandbox.TrainModel("predict.fmf");
        ToolRun run = ToolRun.Success("predict", model, "--user", "1", "--item", "260", "1196", "999999");
        Assert.Contains("user and item known", run.Out, StringComparison.Ordinal);
        Assert.Contains("item unknown: mean + user bias", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Err);

        ToolRun json = ToolRun.Success("predict", model, "--user", "nobody", "--item", "260", "--item", "999999", "--json");
        Assert.Equal(2, json.OutLines.Length);
        Assert.Equal("UnknownUserAndItem", json.Json.GetProperty("basis").GetString());
        Assert.InRange(json.Json.GetProperty("prediction").GetDouble(), 0.5, 5);
    }

    [Fact]
    public void Recommend_leaves_out_what_the_user_has_rated()
    {
        string model = sandbox.TrainModel("recommend.fmf");
        string[] rated = [.. File.ReadLines(sandbox.Csv)
            .Where(line => line.StartsWith("1,", StringComparison.Ordinal))
            .Select(line => line.Split(',')[1])];
        ToolRun run = ToolRun.Success("recommend", model, "--user", "1", "--ratings", sandbox.Csv, "--count", "100", "--json");
        string[] items = [.. run.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("item").GetString()!)];
        Assert.Empty(items.Intersect(rated));
        Assert.Equal(Sandbox.Items, items.Length + rated.Length);
        Assert.Equal("TrainedFactors", run.Json.GetProperty("basis").GetString());
        Assert.Equal("", run.Err);

        ToolRun all = ToolRun.Success(
            "recommend", model, "--user", "1", "--ratings", sandbox.Csv, "--count", "100", "--include-rated", "--json");
        Assert.Equal(Sandbox.Items, all.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Recommend_without_ratings_warns_and_a_high_threshold_leaves_nothing()
    {
        string model = sandbox.TrainModel("threshold.fmf");
        Assert.Contains("--ratings", ToolRun.Success("recommend", model, "--user", "1").Err, StringComparison.Ordinal);
        Assert.Contains(
            "No item qualifies.", ToolRun.Success("recommend", model, "--user", "1", "--above", "100").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_answers_for_an_unknown_user_and_says_how()
    {
        string model = sandbox.TrainModel("unknown.fmf");
        ToolRun popular = ToolRun.Success("recommend", model, "--user", "nobody", "--json");
        Assert.Equal("Popularity", popular.Json.GetProperty("basis").GetString());
        Assert.Contains("does not know user 'nobody'", popular.Err, StringComparison.Ordinal);

        string own = sandbox.Write("own/ratings.csv", "4711,260,5\n4711,1,1\n");
        ToolRun folded = ToolRun.Success("recommend", model, "--user", "4711", "--ratings", own, "--unknown-user", "foldin", "--json");
        Assert.Equal("FoldedInFactors", folded.Json.GetProperty("basis").GetString());
        Assert.Contains("computed from his ratings", folded.Err, StringComparison.Ordinal);

        ToolRun absent = ToolRun.Success("recommend", model, "--user", "4712", "--ratings", own, "--unknown-user", "foldin", "--json");
        Assert.Equal("Popularity", absent.Json.GetProperty("basis").GetString());
        Assert.Contains("has no ratings of his", absent.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Similar_never_lists_the_item_itself()
    {
        string model = sandbox.TrainModel("similar.fmf");
        ToolRun run = ToolRun.Success("similar", model, "--item", "260", "--count", "5", "--json");
        JsonElement[] items = [.. run.Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(5, items.Length);
        Assert.DoesNotContain("260", items.Select(item => item.GetProperty("item").GetString()));
        double[] cosines = [.. items.Select(item => item.GetProperty("cosine").GetDouble())];
        Assert.Equal(cosines.OrderDescending(), cosines);
        Assert.All(cosines, cosine => Assert.InRange(cosine, -1.0001, 1.0001));
        Assert.Contains("cosine", ToolRun.Success("similar", model, "--item", "260").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_writes_triples_and_a_test_part()
    {
        string train = sandbox["generated.txt"];
        string test = sandbox["generated-test.txt"];
        ToolRun run = ToolRun.Success("generate", "--shape", "ml-100k", "--seed", "7", "--output", train, "--test-output", test, "--json");
        string[] lines = File.ReadAllLines(train);
        Assert.Equal(100_000, lines.Length + File.ReadAllLines(test).Length);
        Assert.Equal(lines.Length, run.Json.GetProperty("ratings").GetInt32());
        Assert.InRange(run.Json.GetProperty("testRatings").GetInt32(), 9_500, 10_500);
        Assert.All(lines.Take(1000), line => Assert.Matches(@"^\d+ \d+ [0-5](\.5)?$", line));
        Assert.Equal("", run.Err);

        string again = sandbox["again.txt"];
        ToolRun.Success(
            "generate",
            "--shape",
            "ml-100k",
            "--seed",
            "7",
            "--threads",
            "3",
            "--output",
            again,
            "--test-output",
            sandbox["again-test.txt"]);
        Assert.Equal(File.ReadAllBytes(train), File.ReadAllBytes(again));
        ToolRun.Success("generate", "--shape", "ml-100k", "--seed", "8", "--output", again);
        Assert.NotEqual(File.ReadAllBytes(train), File.ReadAllBytes(again));
    }

    [Fact]
    public void Demo_shows_both_learning_curves_and_recommends()
    {
        ToolRun run = ToolRun.Success("demo", "--shape", "ml-100k", "--seed", "7");
        Assert.Contains("ALS test RMSE", run.Out, StringComparison.Ordinal);
        Assert.Contains("SGD test RMSE", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"best RMSE that anyone can expect on this test set is 0\.\d{4}:", run.Out);
        Assert.Contains("Recommended to user", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"takes \d+ µs \(median\)", run.Out);
        Assert.DoesNotContain("epoch 1/", run.Out, StringComparison.Ordinal);
        Assert.Contains($"sgd epoch {new SgdOptions().Epochs}/", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("describe")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("recommend")]
    [InlineData("similar")]
    [InlineData("generate")]
    [InlineData("demo")]
    public void Help_of_every_verb_shows_an_example(string verb)
    {
        ToolRun run = ToolRun.Success(verb, "--help");
        Assert.Contains("Example", run.Out, StringComparison.Ordinal);
        Assert.Contains($"  fastmf {verb} ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"Usage:\n  fastmf {verb}", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Err);
        Assert.Contains($"  {verb} ", ToolRun.Success("--help").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_one_line() => Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(ToolRun.Success("--version").OutLines));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FastMf.Cli.Tests.Support;
using FastMf.Evaluation.Tuning;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Cross-validation and search from the command line, and training with what they find.</summary>
public sealed class SearchVerbTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    [Fact]
    public void Cross_validation_prints_mean_and_deviation_over_folds()
    {
        JsonElement json = ToolRun.Success("cross-validate", sandbox.Csv, "--rank", "3", "--epochs", "2", "--folds", "4", "--json").Json;
        JsonElement only = Assert.Single(json.GetProperty("configurations").EnumerateArray());
        double[] scores = [.. only.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble())];
        Assert.Equal(4, scores.Length);
        Assert.Equal(scores.Average(), only.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(only.GetProperty("rmse").GetProperty("mean").GetDouble(), only.GetProperty("mean").GetDouble());
        Assert.Equal(3, only.GetProperty("settings").GetProperty("rank").GetInt32());

        ToolRun run = ToolRun.Success("cross-validate", sandbox.Csv, "--rank", "3", "--epochs", "2", "--folds", "4");
        Assert.Contains($"{scores.Average():F4}", run.Out, StringComparison.Ordinal);
        Assert.Contains("4/4  fold", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Rankings_in_cross_validation_take_length_relevance_and_gain()
    {
        double Score(params string[] options) => ToolRun.Success(
            ["cross-validate", sandbox.Csv, "--rank", "3", "--epochs", "2", "--folds", "2", "--score", "ndcg", "--json", .. options])
            .Json.GetProperty("configurations")[0].GetProperty("mean").GetDouble();
        double[] scores = [Score(), Score("--length", "5"), Score("--relevant-from", "4"), Score("--gain", "exponential")];
        Assert.All(scores, score => Assert.InRange(score, 0.001, 1));
        Assert.Equal(4, scores.Distinct().Count());
    }

    [Fact]
    public void What_tune_finds_best_is_what_train_then_uses()
    {
        string best = sandbox["best.json"];
        JsonElement json = ToolRun.Success(
            "tune", sandbox.Csv, "--epochs", "3", "--folds", "2", "--try", "rank=2,3", "regularization=0.5,500", "--best", best, "--json").Json;
        JsonElement[] entries = [.. json.GetProperty("configurations").EnumerateArray()];
        Assert.Equal(4, entries.Length);
        double[] means = [.. entries.Select(entry => entry.GetProperty("mean").GetDouble())];
        Assert.Equal(means.Order(), means);
        TrainerSettings written = TrainerSettings.FromJson(JsonNode.Parse(File.ReadAllText(best))!.AsObject());
        Assert.Equal(
            written.Options, TrainerSettings.FromJson(JsonNode.Parse(entries[0].GetProperty("settings").GetRawText())!.AsObject()).Options);
        AlsOptions als = Assert.IsType<AlsOptions>(written.Options);

        string Trained(params string[] options) =>
            ToolRun.Success(["train", sandbox.Csv, .. options, "--json"]).Json.GetProperty("modelHash").GetString()!;
        string byHand = Trained("--epochs", "3", "--rank", $"{als.Rank}", "--regularization", $"{als.Regularization}");
        Assert.Equal(byHand, Trained("--options", best));

        // The command line goes before the file.
        Assert.Equal(
            Trained("--options", best, "--rank", "5"),
            Trained("--epochs", "3", "--rank", "5", "--regularization", $"{als.Regularization}"));
        Assert.NotEqual(byHand, Trained("--options", best, "--no-biases"));
    }

    [Fact]
    public void A_search_goes_on_from_its_results_file()
    {
        string results = sandbox["tune.jsonl"];
        string[] command = ["tune", sandbox.Csv, "--epochs", "2", "--folds", "2", "--try", "rank=1,2,3", "--results", results];
        string first = ToolRun.Success(command).Out;
        string[] lines = File.ReadAllLines(results);
        Assert.Equal(7, lines.Length);
        File.WriteAllLines(results, lines[..4]);
        Assert.Equal(first, ToolRun.Success(command).Out);
        Assert.Equal(7, File.ReadAllLines(results).Length);
        ToolRun other = ToolRun.Of([.. command, "--seed", "2"]);
        Assert.Equal(ExitCode.Failure, other.Code);
        Assert.Contains(results, other.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_in_which_every_training_fails_exits_with_3()
    {
        ToolRun run = ToolRun.Of(
            "tune", sandbox.Csv, "--algorithm", "sgd", "--epochs", "30", "--try", "learning-rate=1e9,1e10", "--best", sandbox["none.json"]);
        Assert.Equal(ExitCode.Training, run.Code);
        Assert.Contains("Lower the learning rate", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(sandbox["none.json"]));
    }

    [Theory]
    [InlineData("--try", "ranck=2", "no option 'ranck'")]
    [InlineData("--try", "rank=2..4", "a range")]
    [InlineData("--try", "rank", "'rank' names no values")]
    [InlineData("--folds", "1", "--folds 1")]
    [InlineData("--from", "model.fmf", "--from has no meaning for tune")]
    [InlineData("--validation-fraction", "0.1", "--validation-fraction has no meaning for tune")]
    public void Mistakes_are_told(string option, string value, string message)
    {
        string[] given = option == "--try" ? ["tune", sandbox.Csv, option, value] : ["tune", sandbox.Csv, "--try", "rank=2", option, value];
        ToolRun run = ToolRun.Of(given);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "an object of options is needed")]
    [InlineData("{", "this is no JSON")]
    [InlineData("{\"algorithm\":\"als\",\"x\":1}", "als has no option 'x'")]
    [InlineData("{\"algorithm\":\"sgd\"}", "the options in")]
    public void A_wrong_options_file_is_named(string text, string message)
    {
        string file = sandbox.Write("wrong.json", text);
        ToolRun run = ToolRun.Of("train", sandbox.Csv, "--options", file, "--algorithm", "als");
        Assert.NotEqual(ExitCode.Success, run.Code);
        Assert.Contains(message, run.Err, StringComparison.Ordinal);
        Assert.Contains(file, run.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_not_tested_on_what_it_has_learned_unless_asked()
    {
        string model = sandbox.TrainModel("seen.fmf");
        ToolRun refused = ToolRun.Of("evaluate", model, sandbox.Csv);
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("--allow-seen", refused.Err, StringComparison.Ordinal);
        Assert.StartsWith("RMSE", ToolRun.Success("evaluate", model, sandbox.Csv, "--allow-seen").Out, StringComparison.Ordinal);

        ToolRun training = ToolRun.Of("train", sandbox.Train, "--test", sandbox.Train, "--rank", "2");
        Assert.Equal(ExitCode.Failure, training.Code);
        Assert.Contains("--allow-seen", training.Err, StringComparison.Ordinal);
        Assert.Contains(
            "test RMSE",
            ToolRun.Success("train", sandbox.Train, "--test", sandbox.Train, "--rank", "2", "--allow-seen").Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("integers")]
    [InlineData("text")]
    public void A_part_of_the_training_ratings_is_recognized_without_them(string ids)
    {
        string train = sandbox.Train;
        string test = sandbox.Test;
        if (ids == "text")
        {
            (train, test) = (Named(train, "train.named.txt"), Named(test, "test.named.txt"));
        }

        string model = sandbox[$"part.{ids}.fmf"];
        ToolRun.Success("train", train, "--rank", "2", "--epochs", "2", "--output", model);
        string[] learned = File.ReadAllLines(train);
        string part = sandbox.Write($"part.{ids}.txt", string.Join('\n', File.ReadAllLines(test).Concat(learned.Skip(100).Take(3))) + "\n");
        ToolRun refused = ToolRun.Of("evaluate", model, part);
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains(
            "could be looked up in what the model keeps of its training, and 3 of them are there", refused.Err, StringComparison.Ordinal);
        Assert.Contains("Test on other ratings. Give --allow-seen", refused.Err, StringComparison.Ordinal);
        Assert.StartsWith("RMSE", ToolRun.Success("evaluate", model, part, "--allow-seen").Out, StringComparison.Ordinal);
        Assert.StartsWith("RMSE", ToolRun.Success("evaluate", model, test).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_model_learned_before_training_went_on_is_not_tested_on_either()
    {
        string first = sandbox["first.fmf"];
        string second = sandbox["second.fmf"];
        ToolRun.Success("train", sandbox.Train, "--algorithm", "sgd", "--rank", "2", "--epochs", "2", "--output", first);
        string[] goOn = ["train", sandbox.Test, "--algorithm", "sgd", "--rank", "2", "--epochs", "1", "--from", first];
        ToolRun.Success([.. goOn, "--output", second]);
        Assert.Contains("--allow-seen", ToolRun.Of("evaluate", second, sandbox.Train).Err, StringComparison.Ordinal);
        Assert.Contains("--allow-seen", ToolRun.Of("evaluate", second, sandbox.Test).Err, StringComparison.Ordinal);

        // The file to test on shares nothing with the one to train on, but the model to start from has learned it.
        ToolRun refused = ToolRun.Of([.. goOn, "--test", sandbox.Train]);
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains($"{first}: Of these ", refused.Err, StringComparison.Ordinal);
        Assert.Contains("--allow-seen", refused.Err, StringComparison.Ordinal);
        Assert.Contains("test RMSE", ToolRun.Success([.. goOn, "--test", sandbox.Train, "--allow-seen"]).Out, StringComparison.Ordinal);
        Assert.Contains("test RMSE", ToolRun.Success([.. goOn, "--test-fraction", "0.3"]).Out, StringComparison.Ordinal);
    }

    /// <summary>The files share nothing, but the model is not of the one that is said to be its training ratings.</summary>
    [Fact]
    public void Rankings_of_what_a_model_has_learned_are_refused_unless_asked_for()
    {
        string model = sandbox["orders.fmf"];
        ToolRun.Success("train", sandbox.Test, "--algorithm", "bpr", "--rank", "2", "--epochs", "2", "--output", model);
        string[] rank = ["evaluate", model, sandbox.Test, "--train", sandbox.Train];
        ToolRun refused = ToolRun.Of(rank);
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("--allow-seen", refused.Err, StringComparison.Ordinal);
        Assert.Contains("NDCG", ToolRun.Success([.. rank, "--allow-seen"]).Out, StringComparison.Ordinal);

        // What is in the training file is not ranked, whatever is allowed.
        ToolRun shared = ToolRun.Of("evaluate", model, sandbox.Test, "--train", sandbox.Test, "--allow-seen");
        Assert.Equal(ExitCode.Failure, shared.Code);
        Assert.Contains("leave --train out", shared.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Rankings_are_measured_against_the_training_ratings_given()
    {
        string model = sandbox["ranked.fmf"];
        ToolRun.Success("train", sandbox.Train, "--rank", "3", "--output", model);
        JsonElement ranking = ToolRun.Success("evaluate", model, sandbox.Test, "--train", sandbox.Train, "--length", "20", "--json").Json.GetProperty("ranking");
        Assert.Equal(20, ranking.GetProperty("length").GetInt32());
        foreach (string measure in new[] { "ndcg", "precision", "recall", "map", "mrr", "hitRate", "auc", "coverage" })
        {
            Assert.InRange(ranking.GetProperty(measure).GetDouble(), 0.001, 1);
        }

        Assert.Contains("NDCG", ToolRun.Success("evaluate", model, sandbox.Test, "--train", sandbox.Train).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, ToolRun.Of("evaluate", model, sandbox.Test, "--train", sandbox.Test).Code);
    }

    /// <summary>The triples of a file with text for ids.</summary>
    private string Named(string file, string name)
    {
        IEnumerable<string[]> lines = File.ReadLines(file).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return sandbox.Write(name, string.Concat(lines.Select(fields => $"user-{fields[0]} film-{fields[1]} {fields[2]}\n")));
    }
}

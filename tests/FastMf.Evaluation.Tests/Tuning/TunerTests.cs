using System.Text.Json.Nodes;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Ranking;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Training;
using Xunit;

namespace FastMf.Evaluation.Tests.Tuning;

public sealed class TunerTests : IDisposable
{
    private static readonly RatingMatrix Ratings = RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100);
    private static readonly RatingFolds Folds = new(Ratings, 3);
    private static readonly TrainerSettings Start = new(new AlsOptions { Rank = 2, Epochs = 8 });
    private static readonly IReadOnlyList<TrainerSettings> Grid = SearchSpace.Grid(
        Start, [SettingValues.Parse("regularization=0.1,3,1000"), SettingValues.Parse("rank=1,2")]);

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Scores_are_those_of_training_and_testing_by_hand_and_sorted()
    {
        IReadOnlyList<CrossValidationScore> ranked = Tuner.Run(Grid, Folds, new TuningOptions { Threads = 2 });
        Assert.Equal(Grid.Count, ranked.Count);
        Assert.Equal(ranked.Select(score => score.Score!.Value.Mean).Order(), ranked.Select(score => score.Score!.Value.Mean));
        CrossValidationScore best = ranked[0];
        for (int fold = 0; fold < 3; fold++)
        {
            using MfModel model = best.Settings.CreateTrainer().Train(Folds[fold].Train).Model;
            RatingErrors errors = RatingErrors.Of(model, Folds[fold].Test);
            Assert.Equal(new FoldScore(fold, errors.Rmse, errors.Mae, errors.Rmse, null), best.Folds[fold]);
        }

        double[] scores = [.. best.Folds.Select(fold => fold.Score!.Value)];
        Assert.Equal(scores.Average(), best.Score!.Value.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(scores.Average(score => Math.Pow(score - scores.Average(), 2))), best.Score.Value.StandardDeviation, 1e-12);
    }

    [Fact]
    public void Outcomes_do_not_depend_on_the_number_of_threads() =>
        Assert.Equal(
            Text(Tuner.Run(Grid, Folds, new TuningOptions { Threads = 1 })),
            Text(Tuner.Run(Grid, Folds, new TuningOptions { Threads = 5 })));

    [Theory]
    [InlineData(ScoreKind.Ndcg)]
    [InlineData(ScoreKind.Auc)]
    public void Rankings_are_sorted_from_the_highest_score(ScoreKind kind)
    {
        var options = new TuningOptions { Score = kind, Ranking = new RankingOptions { Length = 5 } };
        IReadOnlyList<CrossValidationScore> ranked = Tuner.Run(Grid, Folds, options);
        Assert.Equal(ranked.Select(score => score.Score!.Value.Mean).OrderDescending(), ranked.Select(score => score.Score!.Value.Mean));
        using MfModel model = ranked[0].Settings.CreateTrainer().Train(Folds[1].Train).Model;
        RankingReport report = CatalogueRanking.Of(model, Folds[1], new RankingOptions { Length = 5 });
        Assert.Equal(kind == ScoreKind.Ndcg ? report.Ndcg : report.Auc, ranked[0].Folds[1].Score);
    }

    [Fact]
    public void Trainers_that_order_items_are_compared_by_rankings_only()
    {
        TrainerSettings[] candidates = [Start, new TrainerSettings(new BprOptions { Rank = 2, Epochs = 3 })];
        IReadOnlyList<CrossValidationScore> ranked = Tuner.Run(
            candidates, Folds, new TuningOptions { Score = ScoreKind.Auc, ResultsFile = _file });
        CrossValidationScore bpr = ranked.Single(score => score.Settings.Options is BprOptions);
        Assert.Equal((null, null, false), (bpr.Rmse, bpr.Mae, bpr.HasFailed));
        Assert.NotNull(ranked.Single(score => score.Settings.Options is AlsOptions).Rmse);
        using MfModel model = bpr.Settings.CreateTrainer().Train(Folds[2].Train).Model;
        Assert.Equal(CatalogueRanking.Of(model, Folds[2]).Auc, bpr.Folds[2].Score);
        Assert.Equal(Text(ranked), Text(Tuner.Run(candidates, Folds, new TuningOptions { Score = ScoreKind.Auc, ResultsFile = _file })));
        Assert.Contains(
            "bpr orders items",
            Assert.Throws<ArgumentException>("options", () => Tuner.Run(candidates, Folds)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_search_goes_on_where_it_was()
    {
        string whole = Text(Tuner.Run(Grid, Folds));
        using var source = new CancellationTokenSource();
        var options = new TuningOptions { ResultsFile = _file, Threads = 1 };
        Assert.Throws<OperationCanceledException>(() => Tuner.Run(Grid, Folds, options, new Receiver(report =>
        {
            if (report.Done == 5)
            {
                source.Cancel();
            }
        }), source.Token));
        Assert.Equal(6, File.ReadAllLines(_file).Length);

        // A changed score shows that what is in the file is not trained again.
        string[] lines = File.ReadAllLines(_file);
        int done = 0;
        Assert.Equal(whole, Text(Tuner.Run(Grid, Folds, options, new Receiver(report => done = report.Done))));
        Assert.Equal(18, done);
        Assert.Equal(lines, File.ReadAllLines(_file)[..6]);
        Assert.Equal(19, File.ReadAllLines(_file).Length);
        DateTime written = File.GetLastWriteTimeUtc(_file);
        Assert.Equal(whole, Text(Tuner.Run(Grid, Folds, options)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_file));
    }

    [Fact]
    public void Results_of_another_search_or_no_results_are_refused()
    {
        var options = new TuningOptions { ResultsFile = _file };
        Tuner.Run([Start], Folds, options);
        Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], new RatingFolds(Ratings, 3, seed: 2), options));
        Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], new RatingFolds(Ratings, 2), options));
        Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], Folds, options with { Score = ScoreKind.Mae }));
        File.AppendAllText(_file, "{\"fold\":1}\n");
        Assert.Contains(
            "line 5", Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], Folds, options)).Message, StringComparison.Ordinal);
    }

    /// <summary>What a line of results must have; each of these has something else.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"settings\":null,\"fold\":0,\"score\":1}")]
    [InlineData("{\"settings\":3,\"fold\":0,\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":\"0\",\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":3,\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":0}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":0,\"score\":\"1\"}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":0,\"rmse\":[1],\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":0,\"failure\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\"},\"fold\":0,\"failure\":\"why\",\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\",\"ranck\":1},\"fold\":0,\"score\":1}")]
    [InlineData("{\"settings\":{\"algorithm\":\"als\",\"rank\":{}},\"fold\":0,\"score\":1}")]
    public void A_line_that_is_no_result_is_refused_by_its_number(string line)
    {
        var options = new TuningOptions { ResultsFile = _file };
        Tuner.Run([Start], Folds, options);
        string[] lines = File.ReadAllLines(_file);
        File.WriteAllLines(_file, [.. lines[..2], line, .. lines[2..]]);
        string message = Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], Folds, options)).Message;
        Assert.Contains($"{_file}, line 3: this is no line of results", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_a_kill_has_cut_is_dropped_and_trained_again()
    {
        var options = new TuningOptions { ResultsFile = _file, Threads = 1 };
        string outcome = Text(Tuner.Run([Start], Folds, options));
        byte[] whole = File.ReadAllBytes(_file);
        int lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        int head = whole.AsSpan().IndexOf((byte)'\n');
        foreach (int length in new[] { 0, 1, head, head + 1, head + 2, lastLine - 1, lastLine, lastLine + 1, whole.Length - 1 })
        {
            File.WriteAllBytes(_file, whole[..length]);
            Assert.Equal(outcome, Text(Tuner.Run([Start], Folds, options)));
            Assert.Equal(whole, File.ReadAllBytes(_file));
        }

        // What is cut before its first line is whole, and is not the beginning of one, is somebody else's file.
        File.WriteAllText(_file, "my notes");
        Assert.Throws<InvalidDataException>(() => Tuner.Run([Start], Folds, options));
        Assert.Equal("my notes", File.ReadAllText(_file));
    }

    [Fact]
    public void Results_are_appended_to_the_file_that_is_there()
    {
        var options = new TuningOptions { ResultsFile = _file };
        Tuner.Run([Start], Folds, options);
        using FileStream file = new(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] before = new byte[file.Length];
        file.ReadExactly(before);
        Tuner.Run(Grid, Folds, options);

        // A file that was replaced would leave this one, which is open, as it was.
        Assert.True(file.Length > before.Length);
        Assert.Equal(before, File.ReadAllBytes(_file)[..before.Length]);
    }

    [Fact]
    public void Results_with_former_names_in_another_order_are_known()
    {
        var options = new TuningOptions { ResultsFile = _file };
        Tuner.Run([Start], Folds, options);
        string[] lines = File.ReadAllLines(_file);
        for (int i = 1; i < lines.Length; i++)
        {
            JsonObject line = JsonNode.Parse(lines[i])!.AsObject();
            var settings = new JsonObject();
            foreach ((string name, JsonNode? value) in line["settings"]!.AsObject().Reverse())
            {
                settings[name == "cg-steps" ? "conjugate-gradient-steps" : name] = value?.DeepClone();
            }

            (line["settings"], line["score"]) = (settings, i);
            lines[i] = line.ToJsonString();
        }

        File.WriteAllLines(_file, lines);
        CrossValidationScore only = Assert.Single(Tuner.Run([Start], Folds, options));
        Assert.Equal([1.0, 2.0, 3.0], only.Folds.Select(fold => fold.Score!.Value).Order());
        Assert.Equal(lines, File.ReadAllLines(_file));
    }

    [Fact]
    public void A_training_that_fails_stands_last_with_its_reason()
    {
        var sgd = new TrainerSettings(new SgdOptions { Rank = 2, Epochs = 3 });
        var wild = new TrainerSettings(new SgdOptions { Rank = 2, Epochs = 60, LearningRate = 1e9f });
        IReadOnlyList<CrossValidationScore> ranked = Tuner.Run([wild, sgd], Folds, new TuningOptions { ResultsFile = _file });
        Assert.False(ranked[0].HasFailed);
        Assert.True(ranked[1].HasFailed);
        Assert.Null(ranked[1].Score);
        Assert.Contains("Lower the learning rate", ranked[1].Folds[0].Failure, StringComparison.Ordinal);
        Assert.Equal(Text(ranked), Text(Tuner.Run([wild, sgd], Folds, new TuningOptions { ResultsFile = _file })));
    }

    [Fact]
    public void Halving_trains_the_better_ones_longer_and_the_last_in_full()
    {
        int trainings = 0;
        IReadOnlyList<CrossValidationScore> ranked = Tuner.Run(
            Grid, Folds, new TuningOptions { HalvingFactor = 2 }, new Receiver(report => trainings = report.Done));
        Assert.Equal([8, 4, 4, 2, 2, 2], ranked.Select(score => score.Settings.Options.Epochs));
        Assert.Equal((6 + 3 + 1) * 3, trainings);

        // Who goes on is decided by the scores of the round.
        IReadOnlyList<CrossValidationScore> first = Tuner.Run([.. Grid.Select(settings => settings.With("epochs", "2"))], Folds);
        Assert.Equal(Text(first.Skip(3)), Text(ranked.Skip(3)));
        Assert.Equal(
            first.Take(3).Select(score => score.Settings.With("epochs", "8").ToJson().ToJsonString()).Order(),
            ranked.Take(3).Select(score => score.Settings.With("epochs", "8").ToJson().ToJsonString()).Order());
    }

    [Fact]
    public void Impossible_searches_are_refused()
    {
        Assert.Throws<ArgumentException>("candidates", () => Tuner.Run([], Folds));
        Assert.Throws<ArgumentOutOfRangeException>("HalvingFactor", () => Tuner.Run(Grid, Folds, new TuningOptions { HalvingFactor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Threads", () => Tuner.Run(Grid, Folds, new TuningOptions { Threads = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Rank", () => Tuner.Run([Start.With("rank", "0")], Folds));
    }

    private static string Text(IEnumerable<CrossValidationScore> scores) => string.Join('\n', scores.Select(
        score => $"{score.Settings.ToJson().ToJsonString()} {string.Join(' ', score.Folds)}"));

    private sealed class Receiver(Action<TuningProgress> receive) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value) => receive(value);
    }
}

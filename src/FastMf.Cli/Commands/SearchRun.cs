using System.Text.Json.Nodes;
using FastMf.Cli.Output;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Tuning;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary>Runs a comparison of trainers with its progress, and shows the outcome for people and for scripts.</summary>
internal sealed record SearchRun(TuningOptions Options, IReadOnlyList<string> Varied, IReadOnlyList<CrossValidationScore> Ranked)
{
    public static SearchRun Of(
        Screen screen,
        IReadOnlyList<TrainerSettings> candidates,
        IReadOnlyList<string> varied,
        RatingFolds folds,
        TuningOptions options,
        CancellationToken cancellation)
    {
        var progress = new Receiver(report => screen.Note(
            $"{report.Done}/{report.Total}  fold {report.Fold.Fold + 1}/{folds.Count}  {Label(report.Settings, [.. varied, "epochs"])}  "
            + (report.Fold.Failure ?? $"{Name(options.Score)} {report.Fold.Score:F4}")));
        return new SearchRun(options, varied, Tuner.Run(candidates, folds, options, progress, cancellation));
    }

    public static string Name(ScoreKind score) => score.ToString().ToLowerInvariant();

    public static string Label(TrainerSettings settings, IEnumerable<string> names) =>
        string.Join(' ', names.Distinct().Select(name => $"{name}={settings.Get(name)}"));

    public void Print(Screen screen)
    {
        string score = Name(Options.Score);
        ScoreKind[] errors = [.. new[] { ScoreKind.Rmse, ScoreKind.Mae }.Where(error => error != Options.Score)];
        string[] varied = [.. Varied.Where(name => name != "epochs")];
        Table table = Tables.Create(
            [">#", $">{score}", ">sd", .. errors.Select(error => $">{Name(error)}"), ">epochs", .. varied.Select(name => $">{name}")]);
        for (int place = 0; place < Ranked.Count; place++)
        {
            CrossValidationScore entry = Ranked[place];
            table.AddTextRow(
            [
                $"{place + 1}",
                entry.Score is { } value ? $"{value.Mean:F4}" : "failed",
                $"{entry.Score?.StandardDeviation:F4}",
                .. errors.Select(error => $"{(error == ScoreKind.Rmse ? entry.Rmse : entry.Mae)?.Mean:F4}"),
                $"{entry.Settings.Options.Epochs}",
                .. varied.Select(entry.Settings.Get),
            ]);
        }

        screen.Result(table);
        (string what, double[] shown) = Ranked.Count > 1
            ? ("from best to worst", [.. Ranked.Where(entry => entry.Score is not null).Select(entry => entry.Score!.Value.Mean)])
            : ("on each fold", Ranked[0].HasFailed ? [] : Ranked[0].Folds.Select(fold => fold.Score!.Value).ToArray());
        if (shown.Length > 1)
        {
            screen.Result($"{score} {what} {Sparkline.Of(shown)} {shown.Min():F4} to {shown.Max():F4}");
        }

        if (Ranked[0].Folds.FirstOrDefault(fold => fold.Failure is not null) is { } failed)
        {
            screen.Result($"Every training failed. The first: {failed.Failure}");
        }
    }

    public JsonObject ToJson() => new()
    {
        ["score"] = Name(Options.Score),
        ["folds"] = Ranked[0].Folds.Count,
        ["configurations"] = new JsonArray([.. Ranked.Select(ToJson)]),
    };

    private static JsonNode ToJson(CrossValidationScore entry) => new JsonObject
    {
        ["mean"] = entry.Score?.Mean,
        ["standardDeviation"] = entry.Score?.StandardDeviation,
        ["rmse"] = ToJson(entry.Rmse),
        ["mae"] = ToJson(entry.Mae),
        ["scores"] = new JsonArray([.. entry.Folds.Select(fold => (JsonNode?)fold.Score)]),
        ["failure"] = entry.Folds.FirstOrDefault(fold => fold.Failure is not null)?.Failure,
        ["settings"] = entry.Settings.ToJson(),
    };

    private static JsonObject? ToJson(Spread? spread) => spread is { } value
        ? new JsonObject { ["mean"] = value.Mean, ["standardDeviation"] = value.StandardDeviation }
        : null;

    private sealed class Receiver(Action<TuningProgress> receive) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value) => receive(value);
    }
}

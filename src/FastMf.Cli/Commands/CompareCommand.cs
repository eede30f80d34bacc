using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf compare</c>: the default trainers beside baselines, by cross-validation, on one or more sets.</summary>
internal static class CompareCommand
{
    private static readonly (string Name, TrainerSettings Settings)[] Contenders =
    [
        ("mean", Baselines.Mean),
        ("biases only", Baselines.Biases),
        .. TrainerKind.All.SelectMany(kind => kind.Presets).Where(preset => preset.Options.Predicts != PredictionKind.Preference)
            .Select(preset => (preset.Name, new TrainerSettings(preset.Options))),
    ];

    public static Command Create(Screen screen)
    {
        var paths = new Argument<string[]>("RATINGS") { Description = "Ratings files.", Arity = ArgumentArity.OneOrMore };
        Option<long> seed = CommonOptions.Seed();
        Option<int> threads = CommonOptions.Threads();
        var folds = new FoldOptions(withResults: false);
        var input = new RatingInput();
        var output = new OutputOptions();
        var command = new Command(
            "compare",
            """
            Cross-validate ALS and SGD with their default options beside baselines.

            Example:
              fastmf compare ratings.csv --folds 5
            """) { paths, seed, threads };
        folds.AddTo(command);
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            Table table = Tables.Create("ratings", "trainer", ">RMSE", ">sd", ">MAE", ">sd");
            var sets = new JsonArray();
            (long seedValue, int workers) = (parse.GetValue(seed), parse.GetValue(threads));
            (string Name, TrainerSettings Settings)[] candidates =
                [.. Contenders.Select(contender => (contender.Name, contender.Settings.With("seed", $"{seedValue}")))];
            foreach (string path in parse.GetRequiredValue(paths))
            {
                RatingMatrix ratings = input.Read(parse, screen, path, workers, cancellation);
                RatingFolds parts = folds.Split(parse, ratings, seedValue);
                SearchRun run = SearchRun.Of(
                    screen, [.. candidates.Select(candidate => candidate.Settings)], [], parts, folds.Read(parse, workers), cancellation);
                foreach (CrossValidationScore entry in run.Ranked)
                {
                    string name = candidates.First(candidate => candidate.Settings.Options == entry.Settings.Options).Name;
                    table.AddTextRow([path, name, .. Cells(entry.Rmse), .. Cells(entry.Mae)]);
                }

                JsonObject set = run.ToJson();
                set["ratings"] = path;
                sets.Add((JsonNode)set);
            }

            if (json)
            {
                screen.Result(new JsonObject { ["sets"] = sets });
            }
            else
            {
                screen.Result(table);
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string[] Cells(Spread? spread) => [$"{spread?.Mean:F4}", $"{spread?.StandardDeviation:F4}"];
}

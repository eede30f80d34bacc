using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Evaluation.Tuning;
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
        ("als", new TrainerSettings(new AlsOptions())),
        ("sgd", new TrainerSettings(new SgdOptions())),
        ("plain sgd", new TrainerSettings(SgdOptions.Textbook)),
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
            foreach (string path in parse.GetRequiredValue(paths))
            {
                RatingMatrix ratings = input.Read(parse, screen, path, parse.GetValue(threads), cancellation);
                TrainerSettings[] candidates = [.. Contenders.Select(contender => contender.Settings.With("seed", $"{parse.GetValue(seed)}"))];
                SearchRun run = SearchRun.Of(
                    screen, candidates, [], folds.Split(parse, ratings, parse.GetValue(seed)), folds.Read(parse, parse.GetValue(threads)), cancellation);
                foreach (CrossValidationScore entry in run.Ranked)
                {
                    string name = Contenders[Array.FindIndex(candidates, candidate => candidate.ToJson().ToJsonString() == entry.Settings.ToJson().ToJsonString())].Name;
                    table.AddTextRow(
                        path, name, $"{entry.Rmse?.Mean:F4}", $"{entry.Rmse?.StandardDeviation:F4}", $"{entry.Mae?.Mean:F4}", $"{entry.Mae?.StandardDeviation:F4}");
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
}

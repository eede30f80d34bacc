using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data.Writing;
using FastMf.Evaluation.Generation;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf generate</c>: writes ratings shaped like MovieLens.</summary>
internal static class GenerateCommand
{
    private const double DefaultTestFraction = 0.1;

    public static Command Create(Screen screen)
    {
        Option<string> shape = new("--shape")
        {
            Description = "ml-100k, ml-1m or ml-25m; --users, --items and --ratings change its size.",
            DefaultValueFactory = _ => "ml-100k",
            HelpName = "SHAPE",
        };
        Option<int?> users = new Option<int?>("--users") { Description = "The number of users.", HelpName = "N" }.From(1);
        Option<int?> items = new Option<int?>("--items") { Description = "The number of items.", HelpName = "N" }.From(1);
        Option<int?> ratings = new Option<int?>("--ratings") { Description = "The number of ratings.", HelpName = "N" }.From(1);
        Option<string> path = new("--output", "-o")
        {
            Description = "The file to write, as LIBMF triples.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string?> testPath = new("--test-output") { Description = "The file to write held-out ratings to.", HelpName = "FILE" };
        Option<double?> testFraction = new Option<double?>("--test-fraction")
        {
            Description = $"The share of the ratings that goes to --test-output. Default: {DefaultTestFraction}.",
            HelpName = "F",
        }.Fraction();
        Option<long> seed = CommonOptions.Seed();
        Option<int> threads = CommonOptions.Threads();
        var output = new OutputOptions();
        var command = new Command(
            "generate",
            """
            Write generated ratings: users, items and their tastes are made up, the shape is MovieLens'.

            Example:
              fastmf generate --shape ml-1m --seed 1 --output train.txt --test-output test.txt
            """) { shape, users, items, ratings, path, testPath, testFraction, seed, threads };
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(testFraction) is not null && result.GetResult(testPath) is null)
            {
                result.AddError("--test-fraction needs --test-output FILE.");
            }
        });
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            GeneratorOptions options = Shape(parse.GetRequiredValue(shape));
            options = options with
            {
                Users = parse.GetValue(users) ?? options.Users,
                Items = parse.GetValue(items) ?? options.Items,
                Ratings = parse.GetValue(ratings) ?? options.Ratings,
                TestFraction = parse.GetValue(testPath) is null ? 0 : parse.GetValue(testFraction) ?? DefaultTestFraction,
                Seed = parse.GetValue(seed),
                Threads = parse.GetValue(threads),
            };
            OutputFile.Check("--output", parse.GetValue(path));
            OutputFile.Check("--test-output", parse.GetValue(testPath), parse.GetValue(path));
            Run(screen, json, options, parse.GetRequiredValue(path), parse.GetValue(testPath), cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static GeneratorOptions Shape(string name) => GeneratorOptions.TryParseShape(name, out GeneratorOptions? options)
        ? options
        : throw new ArgumentException($"There is no shape '{name}'; choose ml-100k, ml-1m or ml-25m.");

    private static void Run(
        Screen screen, bool json, GeneratorOptions options, string path, string? testPath, CancellationToken cancellation)
    {
        GeneratedRatings generated = RatingGenerator.Generate(options, cancellation);
        RatingWriter.Write(generated.Train, path, options.Threads, cancellation);
        if (testPath is not null)
        {
            RatingWriter.Write(generated.Test!, testPath, options.Threads, cancellation);
        }

        if (json)
        {
            screen.Result(new JsonObject
            {
                ["ratings"] = generated.Train.Count,
                ["testRatings"] = generated.Test?.Count,
                ["plantedTrainRmse"] = generated.PlantedTrainRmse,
                ["plantedTestRmse"] = generated.PlantedTestRmse,
                ["bestTrainRmse"] = generated.BestTrainRmse,
                ["bestTestRmse"] = generated.BestTestRmse,
            });
            return;
        }

        screen.Result($"{path}: {generated.Train.Count:N0} ratings; RMSE of the planted model {generated.PlantedTrainRmse:F4}");
        if (generated.Test is { } test)
        {
            string errors = test.Count == 0
                ? ""
                : $"; RMSE of the planted model {generated.PlantedTestRmse:F4}, the best anyone can expect {generated.BestTestRmse:F4}";
            screen.Result($"{testPath}: {test.Count:N0} ratings{errors}");
        }
    }
}

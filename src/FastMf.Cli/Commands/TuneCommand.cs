using System.CommandLine;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Data;
using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf tune</c>: searches for the best options of a trainer by cross-validation.</summary>
internal static class TuneCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        Option<string[]> values = Values();
        Option<int?> random = new Option<int?>("--random")
        {
            Description = "Try this many random choices of the values instead of every combination.",
            HelpName = "N",
        }.From(1, SearchSpace.MaximumCount);
        Option<int?> halving = new Option<int?>("--halving")
        {
            Description = "Train all for a part of their epochs first, and let one in N go on to N times as many, "
                + "until the last is trained in full.",
            HelpName = "N",
        }.From(2, 100);
        Option<string?> best = new("--best")
        {
            Description = "Write the best options to this file, for train --options.",
            HelpName = "FILE",
        };
        var trainer = new TrainerInput();
        var folds = new FoldOptions();
        var input = new RatingInput();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command(
            "tune",
            """
            Search for the best options of a trainer by cross-validation, with several trainings at once.

            Example:
              fastmf tune ratings.csv --algorithm als --try rank=8,16 --try regularization=0.5,1,2 --best best.json
            """) { path, values, random, halving, best };
        trainer.AddTo(command);
        folds.AddTo(command);
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            TrainerRequest request = trainer.Read(parse);
            request.RefuseForFolds(command.Name);
            SettingValues[] tried = [.. parse.GetRequiredValue(values).Select(SettingValues.Parse)];
            (int threads, long seed) = (request.Options.Threads, request.Options.Seed);
            IReadOnlyList<TrainerSettings> candidates = parse.GetValue(random) is { } count
                ? SearchSpace.Random(request.Settings, tried, count, seed)
                : SearchSpace.Grid(request.Settings, tried);
            string ratingsPath = parse.GetRequiredValue(path);
            string? bestPath = parse.GetValue(best);
            OutputFile.Check("--results", folds.ResultsFile(parse), ratingsPath);
            OutputFile.Check("--best", bestPath, ratingsPath, folds.ResultsFile(parse));
            report.Check(parse, ratingsPath, folds.ResultsFile(parse), bestPath);
            RatingMatrix ratings = input.Read(parse, screen, ratingsPath, threads, cancellation);
            TuningOptions options = folds.Read(parse, threads) with { HalvingFactor = parse.GetValue(halving) };
            string[] varied = [.. tried.Select(setting => setting.Name).Distinct()];
            SearchRun run = SearchRun.Of(screen, candidates, varied, folds.Split(parse, ratings, seed), options, cancellation);
            Show(screen, json, run, ratingsPath, bestPath);
            report.Save(parse, screen, () => Reports.OfSearch($"Tuning on {Path.GetFileName(ratingsPath)}", run));
            return Task.FromResult(run.Ranked[0].HasFailed ? ExitCode.Training : ExitCode.Success);
        });
        return command;
    }

    private static Option<string[]> Values() => new("--try")
    {
        Description = "An option with the values to try: rank=8,16,32; for --random also a range, "
            + "regularization=0.01..10:log or rank=4..64. May be given several times.",
        HelpName = "NAME=VALUES",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Keeps the best options, if a file for them is given, and prints the outcome.</summary>
    private static void Show(Screen screen, bool json, SearchRun run, string ratings, string? best)
    {
        TrainerSettings winner = run.Ranked[0].Settings;
        if (best is not null && !run.Ranked[0].HasFailed)
        {
            OptionsFile.Save(best, winner);
        }

        if (json)
        {
            JsonObject result = run.ToJson();
            result["best"] = winner.ToJson();
            screen.Result(result);
        }
        else
        {
            run.Print(screen);
            screen.Result(best is not null
                ? $"The best options are in {best}: fastmf train {ratings} --options {best}"
                : "Give --best FILE to keep the best options for train --options.");
        }
    }
}

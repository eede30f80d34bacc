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
        Option<string[]> values = new("--try")
        {
            Description = "An option with the values to try: rank=8,16,32; for --random also a range, regularization=0.01..10:log or rank=4..64. May be given several times.",
            HelpName = "NAME=VALUES",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int?> random = new Option<int?>("--random")
        {
            Description = "Try this many random choices of the values instead of every combination.",
            HelpName = "N",
        }.From(1, SearchSpace.MaximumCount);
        Option<int?> halving = new Option<int?>("--halving")
        {
            Description = "Train all for a part of their epochs first, and let one in N go on to N times as many, until the last is trained in full.",
            HelpName = "N",
        }.From(2, 100);
        Option<string?> best = new("--best") { Description = "Write the best options to this file, for train --options.", HelpName = "FILE" };
        var trainer = new TrainerOptions();
        var file = new OptionsFile();
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
        file.AddTo(command);
        folds.AddTo(command);
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            TrainerRequest request = trainer.Read(parse);
            request.RefuseForFolds(command.Name);
            TrainerSettings start = file.Read(parse, request);
            SettingValues[] tried = [.. parse.GetRequiredValue(values).Select(SettingValues.Parse)];
            string[] varied = [.. tried.Select(setting => setting.Name).Distinct()];
            IReadOnlyList<TrainerSettings> candidates = parse.GetValue(random) is { } count
                ? SearchSpace.Random(start, tried, count, request.Seed)
                : SearchSpace.Grid(start, tried);
            string ratingsPath = parse.GetRequiredValue(path);
            OutputFile.Check("--results", folds.ResultsFile(parse), ratingsPath);
            OutputFile.Check("--best", parse.GetValue(best), ratingsPath, folds.ResultsFile(parse));
            report.Check(parse, ratingsPath, folds.ResultsFile(parse), parse.GetValue(best));
            RatingMatrix ratings = input.Read(parse, screen, ratingsPath, request.Threads, cancellation);
            TuningOptions options = folds.Read(parse, request.Threads) with { HalvingFactor = parse.GetValue(halving) };
            SearchRun run = SearchRun.Of(screen, candidates, varied, folds.Split(parse, ratings, request.Seed), options, cancellation);
            TrainerSettings winner = run.Ranked[0].Settings;
            if (parse.GetValue(best) is { } bestPath && !run.Ranked[0].HasFailed)
            {
                OptionsFile.Save(bestPath, winner);
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
                screen.Result(parse.GetValue(best) is { } written
                    ? $"The best options are in {written}: fastmf train {ratingsPath} --options {written}"
                    : "Give --best FILE to keep the best options for train --options.");
            }

            report.Save(parse, screen, () => Reports.OfSearch($"Tuning on {Path.GetFileName(ratingsPath)}", run));
            return Task.FromResult(run.Ranked[0].HasFailed ? ExitCode.Training : ExitCode.Success);
        });
        return command;
    }
}

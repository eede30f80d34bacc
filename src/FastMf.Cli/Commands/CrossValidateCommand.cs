using System.CommandLine;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Data;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf cross-validate</c>: how well a trainer does on ratings that it has not seen, over several folds.</summary>
internal static class CrossValidateCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        var trainer = new TrainerInput();
        var folds = new FoldOptions();
        var input = new RatingInput();
        var report = new ReportOption();
        var output = new OutputOptions();
        var command = new Command(
            "cross-validate",
            """
            Train and test on every fold of the ratings, with several trainings at once.

            Example:
              fastmf cross-validate ratings.csv --algorithm als --rank 16 --folds 5
            """) { path };
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
            OutputFile.Check("--results", folds.ResultsFile(parse), parse.GetValue(path));
            report.Check(parse, parse.GetValue(path), folds.ResultsFile(parse));
            (int threads, long seed) = (request.Options.Threads, request.Options.Seed);
            RatingMatrix ratings = input.Read(parse, screen, parse.GetRequiredValue(path), threads, cancellation);
            SearchRun run = SearchRun.Of(
                screen, [request.Settings], [], folds.Split(parse, ratings, seed), folds.Read(parse, threads), cancellation);
            if (json)
            {
                screen.Result(run.ToJson());
            }
            else
            {
                run.Print(screen);
            }

            report.Save(parse, screen, () => Reports.OfSearch($"Cross-validation on {Path.GetFileName(parse.GetValue(path))}", run));
            return Task.FromResult(run.Ranked[0].HasFailed ? ExitCode.Training : ExitCode.Success);
        });
        return command;
    }
}

using System.CommandLine;
using System.Diagnostics;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Report;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Ranking;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf train</c>: learns a model from a ratings file.</summary>
internal static class TrainCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> path = CommonOptions.Ratings();
        var test = new TestOptions();
        var trainer = new TrainerOptions();
        var optionsFile = new OptionsFile();
        Option<string?> model = new("--output", "-o") { Description = "The model file to write.", HelpName = "MODEL" };
        var reportOption = new ReportOption();
        var input = new RatingInput();
        var output = new OutputOptions();
        var command = new Command(
            "train",
            """
            Learn a model from a ratings file.

            Examples:
              fastmf train ratings.csv --test-fraction 0.1 --output model.fmf
              fastmf train train.txt --test test.txt --algorithm sgd --rank 64 --epochs 30 --json
            """) { path, model };
        test.AddTo(command);
        trainer.AddTo(command);
        optionsFile.AddTo(command);
        input.AddTo(command);
        reportOption.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            TrainerRequest asked = trainer.Read(parse);
            var request = new TrainRequest(
                parse.GetRequiredValue(path), test.Read(parse), asked with { Settings = optionsFile.Read(parse, asked) }, parse.GetValue(model), json);
            OutputFile.Check("--output", request.Model, request.Ratings, request.Test.File);
            reportOption.Check(parse, request.Ratings, request.Test.File, request.Model);
            Outcome outcome = Run(screen, request, reportOption.IsGiven(parse), file => input.Read(
                parse, screen, file, request.Trainer.Threads, cancellation, timestamps: request.Test.NeedsTimestamps && file == request.Ratings), cancellation);
            reportOption.Save(parse, screen, () => Reports.OfTraining(outcome.Report, outcome.Curve));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Outcome Run(
        Screen screen, TrainRequest request, bool withCurve, Func<string, RatingMatrix> read, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        RatingMatrix all = read(request.Ratings);
        RatingMatrix? test = request.Test.File is { } file ? read(file) : null;
        TimeSpan load = Stopwatch.GetElapsedTime(start);
        screen.Note($"{request.Ratings}: {all.Count:N0} ratings, {all.Users.Count:N0} users x {all.Items.Count:N0} items, read in {load.TotalSeconds:F2} s");

        start = Stopwatch.GetTimestamp();
        RatingMatrix train = all;
        if (request.Test.Split(all, request.Trainer.Seed) is { } parts)
        {
            (train, test) = (parts.Train, parts.Test);
        }

        if (test is not null && !request.Test.AllowSeen)
        {
            RefuseSeen(request, train, test);
        }

        RatingMatrix? validation = null;
        if (request.Trainer.ValidationFraction is { } fraction)
        {
            // Another seed than the test split's: the same one would mark the same positions.
            (train, validation) = RatingSplitter.RandomFraction(train, fraction, request.Trainer.Seed + 1);
        }

        if (train.Count == 0)
        {
            throw new ArgumentException($"The test and validation shares leave none of the {all.Count:N0} ratings to train on; lower them.");
        }

        if (test is { Count: 0 })
        {
            screen.Note("The test share is too small: it holds no rating, so there is no test RMSE.");
        }

        // What reading has left behind is given back, so that what training needs can be seen, and so that others can have it.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TimeSpan split = Stopwatch.GetElapsedTime(start);
        long trainingBytes = 0;
        CurveRecorder? recorder = null;
        bool ordersItems = request.Trainer.Settings.Bpr is not null;
        TrainingResult result = TrainingProgress.Show(screen, request.Trainer.Name, request.Trainer.Epochs, progress =>
        {
            var memory = new TrainingMemory(progress);
            recorder = withCurve && !ordersItems ? new CurveRecorder(memory, train, test, request.Trainer.Epochs, request.Trainer.Threads) : null;
            TrainingResult trained = request.Trainer.Train(train, validation, recorder ?? (IProgress<EpochReport>)memory, cancellation);
            trainingBytes = memory.PeakBytes;
            return trained;
        });
        using (result.Model)
        {
            RatingErrors? Errors(RatingMatrix? ratings) => ordersItems || ratings is not { Count: > 0 }
                ? null
                : RatingErrors.OfAny(result.Model, ratings, threads: request.Trainer.Threads, cancellation: cancellation);
            RankingReport? ranking = ordersItems && test is { Count: > 0 }
                ? CatalogueRanking.OfAny(result.Model, RatingSplit.Of(train, test), new RankingOptions { Threads = request.Trainer.Threads }, cancellation)
                : null;
            if (request.Model is { } path)
            {
                result.Model.Save(path);
            }

            var report = new TrainReport(request, result, load, split + result.Preparation, trainingBytes, train.Count, test?.Count, Errors(train), Errors(test), ranking);
            if (request.Json)
            {
                screen.Result(report.ToJson());
            }
            else
            {
                report.Print(screen);
            }

            return new Outcome(report, recorder?.Points ?? []);
        }
    }

    private sealed record Outcome(TrainReport Report, IReadOnlyList<CurvePoint> Curve);

    /// <summary>What is held out is not trained on; a file may hold what is, and the model to train on from may know either.</summary>
    private static void RefuseSeen(TrainRequest request, RatingMatrix train, RatingMatrix test)
    {
        const string Advice = "Give --allow-seen to test on them nevertheless.";
        if (request.Test.File is { } file)
        {
            SeenOption.Advise(Advice, () => RatingSplit.Of(train, test), file);
        }

        if (request.Trainer.From is { } from)
        {
            using MfModel start = MfModel.Map(from);
            SeenOption.Advise(Advice, () => SeenRatings.Refuse(start, test), from);
        }
    }
}

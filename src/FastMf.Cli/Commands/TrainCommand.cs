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
        var trainer = new TrainerInput();
        Option<string?> model = new("--output", "-o") { Description = "The model file to write.", HelpName = "MODEL" };
        var report = new ReportOption();
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
        input.AddTo(command);
        report.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            var request = new TrainRequest(
                parse.GetRequiredValue(path), test.Read(parse), trainer.Read(parse), parse.GetValue(model), report.IsGiven(parse), json);
            OutputFile.Check("--output", request.Model, request.Ratings, request.Test.File);
            report.Check(parse, request.Ratings, request.Test.File, request.Model);
            RatingMatrix ReadFile(string file)
            {
                bool timestamps = request.Test.NeedsTimestamps && file == request.Ratings;
                return input.Read(parse, screen, file, request.Trainer.Options.Threads, cancellation, timestamps);
            }

            (TrainReport outcome, IReadOnlyList<CurvePoint> curve) = Run(screen, request, ReadFile, cancellation);
            report.Save(parse, screen, () => Reports.OfTraining(outcome, curve));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static (TrainReport Report, IReadOnlyList<CurvePoint> Curve) Run(
        Screen screen, TrainRequest request, Func<string, RatingMatrix> read, CancellationToken cancellation)
    {
        Parts parts = Read(screen, request, read);

        // What reading has left behind is given back, so that what training needs can be seen, and so that others can have it.
        long start = Stopwatch.GetTimestamp();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TimeSpan preparation = parts.Split + Stopwatch.GetElapsedTime(start);
        long trainingBytes = 0;
        CurveRecorder? recorder = null;
        int threads = request.Trainer.Options.Threads;
        int epochs = request.Trainer.Options.Epochs;
        TrainingResult result = TrainingProgress.Show(screen, request.Trainer.Name, epochs, progress =>
        {
            var memory = new TrainingMemory(progress);
            recorder = request.WithCurve && !request.Trainer.OrdersItems
                ? new CurveRecorder(memory, parts.Train, parts.Test, epochs, threads)
                : null;
            TrainingResult trained = request.Trainer.Train(
                parts.Train, parts.Validation, recorder ?? (IProgress<EpochReport>)memory, cancellation);
            trainingBytes = memory.PeakBytes;
            return trained;
        });
        using MfModel model = result.Model;
        RatingErrors? Errors(RatingMatrix? ratings) => request.Trainer.OrdersItems || ratings is not { Count: > 0 }
            ? null
            : RatingErrors.OfAny(model, ratings, threads: threads, cancellation: cancellation);
        RankingReport? ranking = request.Trainer.OrdersItems && parts.Test is { Count: > 0 } test
            ? CatalogueRanking.OfAny(model, RatingSplit.Of(parts.Train, test), new RankingOptions { Threads = threads }, cancellation)
            : null;
        if (request.Model is { } path)
        {
            model.Save(path);
        }

        var report = new TrainReport(
            request, result, parts.Load, preparation + result.Preparation, trainingBytes,
            parts.Train.Count, parts.Test?.Count, Errors(parts.Train), Errors(parts.Test), ranking);
        if (request.Json)
        {
            screen.Result(report.ToJson());
        }
        else
        {
            report.Print(screen);
        }

        return (report, recorder?.Points ?? []);
    }

    private static Parts Read(Screen screen, TrainRequest request, Func<string, RatingMatrix> read)
    {
        long start = Stopwatch.GetTimestamp();
        RatingMatrix all = read(request.Ratings);
        RatingMatrix? test = request.Test.File is { } file ? read(file) : null;
        TimeSpan load = Stopwatch.GetElapsedTime(start);
        screen.Note(
            $"{request.Ratings}: {all.Count:N0} ratings, {all.Users.Count:N0} users x {all.Items.Count:N0} items, "
            + $"read in {load.TotalSeconds:F2} s");

        start = Stopwatch.GetTimestamp();
        RatingMatrix train = all;
        long seed = request.Trainer.Options.Seed;
        if (request.Test.Split(all, seed) is { } split)
        {
            (train, test) = (split.Train, split.Test);
        }

        if (test is not null && !request.Test.AllowSeen)
        {
            RefuseSeen(request, train, test);
        }

        RatingMatrix? validation = null;
        if (request.Trainer.ValidationFraction is { } fraction)
        {
            // Another seed than the test split's: the same one would mark the same positions.
            (train, validation) = RatingSplitter.RandomFraction(train, fraction, seed + 1);
        }

        if (train.Count == 0)
        {
            throw new ArgumentException(
                $"The test and validation shares leave none of the {all.Count:N0} ratings to train on; lower them.");
        }

        if (test is { Count: 0 })
        {
            screen.Note("The test share is too small: it holds no rating, so there is no test RMSE.");
        }

        return new Parts(train, validation, test, load, Stopwatch.GetElapsedTime(start));
    }

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

    private sealed record Parts(RatingMatrix Train, RatingMatrix? Validation, RatingMatrix? Test, TimeSpan Load, TimeSpan Split);
}

/// <summary>What <c>fastmf train</c> was asked for.</summary>
internal sealed record TrainRequest(string Ratings, TestRequest Test, TrainerRequest Trainer, string? Model, bool WithCurve, bool Json);

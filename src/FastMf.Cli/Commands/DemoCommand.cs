using System.CommandLine;
using System.Diagnostics;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Evaluation.Generation;
using FastMf.Model;
using FastMf.Recommending;
using FastMf.Training;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf demo</c>: the whole way from ratings to recommendations, on generated data and in seconds.</summary>
internal static class DemoCommand
{
    private const double TestFraction = 0.1;
    private const int ListLength = 10;
    private const int LatencyRequests = 2000;

    public static Command Create(Screen screen)
    {
        Option<string> shape = new("--shape")
        {
            Description = "ml-100k, ml-1m or ml-25m.",
            DefaultValueFactory = _ => "ml-1m",
            HelpName = "SHAPE",
        };
        Option<long> seed = CommonOptions.Seed();
        Option<int> threads = CommonOptions.Threads();
        var command = new Command(
            "demo",
            """
            Generate ratings, train ALS and SGD side by side, recommend.

            Example:
              fastmf demo --seed 7
            """) { shape, seed, threads };
        command.SetAction((parse, cancellation) =>
        {
            string name = parse.GetRequiredValue(shape);
            if (!GeneratorOptions.TryParseShape(name, out GeneratorOptions? options))
            {
                throw new ArgumentException($"There is no shape '{name}'; choose ml-100k, ml-1m or ml-25m.");
            }

            var request = new DemoRequest { Shape = options, Seed = parse.GetValue(seed), Threads = parse.GetValue(threads) };
            return Run(screen, request, cancellation);
        });
        return command;
    }

    public static Task<int> Run(Screen screen, DemoRequest request, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        GeneratedRatings generated = RatingGenerator.Generate(
            request.Shape with { TestFraction = TestFraction, Seed = request.Seed, Threads = request.Threads }, cancellation);
        RatingMatrix train = generated.Train;
        RatingMatrix test = generated.Test!;
        screen.Result(
            $"Generated {train.Count + test.Count:N0} ratings of {train.Users.Count:N0} users for {train.Items.Count:N0} items; "
            + $"{test.Count:N0} are held out as the test set.");

        // Test ratings are watched here, not used: nothing stops early and nothing is chosen by them.
        var alsOptions = new AlsOptions { Seed = request.Seed, Threads = request.Threads };
        var sgdOptions = new SgdOptions { Seed = request.Seed, Threads = request.Threads };
        TrainingResult als = TrainingProgress.Show(
            screen, "als", alsOptions.Epochs, progress => new AlsTrainer(alsOptions).Train(train, test, progress, cancellation));
        using MfModel alsModel = als.Model;
        TrainingResult sgd = TrainingProgress.Show(
            screen, "sgd", sgdOptions.Epochs, progress => new SgdTrainer(sgdOptions).Train(train, test, progress, cancellation));
        using MfModel sgdModel = sgd.Model;

        screen.Result(LearningCurves(als, sgd));
        screen.Result(
            $"The best RMSE that anyone can expect on this test set is {generated.BestTestRmse:F4}: "
            + "that of the model that the ratings were drawn from.");
        ShowRecommendations(screen, alsModel, train);
        screen.Result(
            $"All of this took {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s and {ProcessMemory.PeakBytes / 1e6:N0} MB. "
            + "Now your own ratings: fastmf train ratings.csv --test-fraction 0.1 --output model.fmf");
        return Task.FromResult(ExitCode.Success);
    }

    private static Table LearningCurves(TrainingResult als, TrainingResult sgd)
    {
        Table table = Tables.Create(">epoch", ">ALS test RMSE", ">seconds", ">SGD test RMSE", ">seconds");
        foreach (int epoch in new[] { 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 75, 100 })
        {
            if (epoch <= Math.Max(als.Epochs.Count, sgd.Epochs.Count))
            {
                table.AddTextRow([$"{epoch}", .. Cells(als, epoch), .. Cells(sgd, epoch)]);
            }
        }

        return table;
    }

    private static string[] Cells(TrainingResult result, int epoch) => epoch > result.Epochs.Count
        ? ["", ""]
        : [$"{result.Epochs[epoch - 1].ValidationRmse:F4}", $"{result.Epochs.Take(epoch).Sum(report => report.Elapsed.TotalSeconds):F2}"];

    private static void ShowRecommendations(Screen screen, MfModel model, RatingMatrix train)
    {
        using var recommender = new Recommender(model, train);
        int mostActive = AxisSummary.Of(train.ByUser).MostRated;
        var list = new ScoredItem[ListLength];
        int found = recommender.Recommend(new UserIndex(mostActive), list).Count;
        screen.Result(
            $"Recommended to user {train.Users.GetId(mostActive)}, "
            + $"who has rated {train.ByUser.RowLength(mostActive):N0} items (ALS):");
        ItemList.Print(screen, false, model, Titles.None, list.AsSpan(0, found), "score");
        LatencySummary latency = LatencySummary.OfTopN(recommender, model, ListLength, LatencyRequests);
        screen.Result(
            $"One top-{ListLength} list of {train.Items.Count:N0} items takes "
            + $"{latency.Median.TotalMicroseconds:F0} µs (median), "
            + $"{latency.Percentile99.TotalMicroseconds:F0} µs (99th percentile), on one thread.");
    }
}

/// <summary>What <c>fastmf demo</c> was asked for.</summary>
internal sealed record DemoRequest
{
    public GeneratorOptions Shape { get; init; } = GeneratorOptions.MovieLens1M;

    public long Seed { get; init; } = 1;

    public int Threads { get; init; }
}

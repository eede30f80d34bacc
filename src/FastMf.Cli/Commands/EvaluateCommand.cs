using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation;
using FastMf.Evaluation.Ranking;
using FastMf.Model;

namespace FastMf.Cli.Commands;

/// <summary><c>fastmf evaluate</c>: how far a model's predictions lie from given ratings, and how well it ranks them.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> modelPath = CommonOptions.Model();
        Argument<string> path = CommonOptions.Ratings();
        Option<string?> trainPath = new("--train")
        {
            Description = "The ratings that the model has learned from: rank all other items for every user, and measure the lists.",
            HelpName = "RATINGS",
        };
        var lists = new ListOptions();
        Option<bool> allowSeen = SeenOption.Create();
        Option<int> threads = CommonOptions.Threads();
        var input = new RatingInput();
        var output = new OutputOptions();
        var command = new Command(
            "evaluate",
            """
            Compare a model's predictions with the ratings of a file, and its rankings with what was rated.

            Examples:
              fastmf evaluate model.fmf test.csv
              fastmf evaluate model.fmf test.csv --train train.csv --length 20
            """) { modelPath, path, trainPath, allowSeen, threads };
        lists.AddTo(command);
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            bool json = output.Apply(parse, screen);
            int workers = parse.GetValue(threads);
            using MfModel model = MfModel.Load(parse.GetRequiredValue(modelPath));
            RatingMatrix ratings = input.Read(parse, screen, parse.GetRequiredValue(path), workers, cancellation);
            bool ordersItems = model.Predicts == PredictionKind.Preference;
            if (ordersItems && parse.GetValue(trainPath) is null)
            {
                throw new ArgumentException(
                    "The model orders items and predicts no ratings; give --train RATINGS to measure its rankings.");
            }

            if (!parse.GetValue(allowSeen))
            {
                SeenOption.Advise("Give --allow-seen to measure on these nevertheless.", () => SeenRatings.Refuse(model, ratings));
            }

            RatingErrors? errors = ordersItems ? null : RatingErrors.OfAny(model, ratings, threads: workers, cancellation: cancellation);
            RankingReport? ranking = null;
            TimeSpan rankingTime = default;
            if (parse.GetValue(trainPath) is { } train)
            {
                RatingMatrix rated = input.Read(parse, screen, train, workers, cancellation);
                (ranking, rankingTime) = Rank(model, rated, ratings, lists.Read(parse) with { Threads = workers }, cancellation);
                screen.Note($"ranked {model.Items.Count:N0} items for {ranking.Users.Count:N0} users in {rankingTime.TotalSeconds:F2} s");
            }

            if (json)
            {
                screen.Result(ToJson(ratings, errors, ranking, rankingTime));
            }
            else
            {
                Print(screen, errors, ranking);
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static (RankingReport Report, TimeSpan Time) Rank(
        MfModel model, RatingMatrix train, RatingMatrix test, RankingOptions options, CancellationToken cancellation)
    {
        RatingSplit split = SeenOption.Advise(
            "Rankings are of other ratings only: give others, or leave --train out to measure errors.", () => RatingSplit.Of(train, test));
        long start = Stopwatch.GetTimestamp();
        RankingReport report = CatalogueRanking.OfAny(model, split, options, cancellation);
        return (report, Stopwatch.GetElapsedTime(start));
    }

    private static void Print(Screen screen, RatingErrors? errors, RankingReport? ranking)
    {
        if (errors is not null)
        {
            screen.Result(
                $"RMSE {errors.Rmse:F4}, MAE {errors.Mae:F4} over {errors.Count:N0} ratings, "
                + $"{errors.UnknownCount:N0} of them with a user or item that the model does not know");
        }

        if (ranking is not null)
        {
            RankingOutput.Print(screen, ranking);
        }
    }

    private static JsonObject ToJson(RatingMatrix ratings, RatingErrors? errors, RankingReport? ranking, TimeSpan rankingTime)
    {
        var json = new JsonObject
        {
            ["ratings"] = ratings.Count,
            ["unknown"] = errors?.UnknownCount,
            ["rmse"] = errors?.Rmse,
            ["mae"] = errors?.Mae,
            ["mse"] = errors?.Mse,
        };
        if (ranking is not null)
        {
            JsonObject measured = RankingOutput.ToJson(ranking);
            measured.Insert(0, "seconds", rankingTime.TotalSeconds);
            json["ranking"] = measured;
        }

        return json;
    }
}

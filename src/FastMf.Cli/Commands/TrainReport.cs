using System.Text.Json.Nodes;
using FastMf.Cli.Output;
using FastMf.Evaluation;
using FastMf.Evaluation.Ranking;
using FastMf.Training;

namespace FastMf.Cli.Commands;

/// <summary>The outcome of <c>fastmf train</c>, for people and for scripts.</summary>
internal sealed record TrainReport(
    TrainRequest Request,
    TrainingResult Result,
    TimeSpan Load,
    TimeSpan Preparation,
    long TrainingBytes,
    int TrainRatings,
    int? TestRatings,
    RatingErrors? Train,
    RatingErrors? Test,
    RankingReport? Ranking)
{
    private double TrainSeconds => Result.Epochs.Sum(epoch => epoch.Elapsed.TotalSeconds);

    private double ValidationSeconds => Result.Epochs.Sum(epoch => epoch.ValidationElapsed.TotalSeconds);

    public void Print(Screen screen)
    {
        string stopped = Result.StopReason == StopReason.StoppedEarly
            ? $", stopped early; the model is that of epoch {Result.BestEpoch}"
            : "";
        screen.Result(
            $"{Request.Trainer.Name}, rank {Request.Trainer.Options.Rank}, {Result.Epochs.Count} epochs in {TrainSeconds:F2} s "
            + $"({TrainSeconds / Result.Epochs.Count:F3} s each){stopped}");
        string validation = Result.Epochs[0].ValidationRmse is null
            ? ""
            : $", validation {ValidationSeconds / TrainSeconds:P1} of the epochs' time";
        screen.Result($"prepared in {Preparation.TotalSeconds:F2} s{validation}");
        if (Result.Epochs.Count > 1)
        {
            double[] losses = [.. Result.Epochs.Select(epoch => epoch.Loss)];
            screen.Result($"loss {Sparkline.Of(losses)} {losses[0]:G5} to {losses[^1]:G5}");
            if (Result.Epochs[0].ValidationRmse is not null)
            {
                double[] curve = [.. Result.Epochs.Select(epoch => epoch.ValidationRmse!.Value)];
                screen.Result($"validation RMSE {Sparkline.Of(curve)} {curve[0]:F4} to {curve[^1]:F4}");
            }
        }

        screen.Result(Train is null
            ? $"{TrainRatings:N0} ratings, each a choice; the model orders items and predicts no ratings"
            : $"train RMSE {Train.Rmse:F4} over {Train.Count:N0} ratings");
        if (Test is not null)
        {
            screen.Result(
                $"test RMSE {Test.Rmse:F4}, MAE {Test.Mae:F4} over {Test.Count:N0} ratings, "
                + $"{Test.UnknownCount:N0} of them with a user or item not seen in training");
        }

        if (Ranking is not null)
        {
            RankingOutput.Print(screen, Ranking);
        }

        if (Result.Epochs.Average(epoch => epoch.IdleShare) is > 0 and var idle)
        {
            screen.Result($"threads waited for the last one {idle:P1} of their time");
        }

        screen.Result($"peak memory {ProcessMemory.PeakBytes / 1e6:N0} MB, while training {TrainingBytes / 1e6:N0} MB");
        screen.Result(Request.Model is { } path ? $"model written to {path}" : "The model was not kept; give --output MODEL to write it.");
    }

    public JsonObject ToJson() => new()
    {
        ["algorithm"] = Request.Trainer.Name,
        ["rank"] = Request.Trainer.Options.Rank,
        ["epochs"] = Result.Epochs.Count,
        ["bestEpoch"] = Result.BestEpoch,
        ["stoppedEarly"] = Result.StopReason == StopReason.StoppedEarly,
        ["seed"] = Request.Trainer.Options.Seed,
        ["threads"] = Request.Trainer.UsedThreads,
        ["trainRatings"] = TrainRatings,
        ["testRatings"] = TestRatings is > 0 ? TestRatings : null,
        ["loadSeconds"] = Load.TotalSeconds,
        ["prepareSeconds"] = Preparation.TotalSeconds,
        ["trainSeconds"] = TrainSeconds,
        ["secondsPerEpoch"] = TrainSeconds / Result.Epochs.Count,
        ["validationSeconds"] = Result.Epochs[0].ValidationRmse is null ? null : ValidationSeconds,
        ["loss"] = Result.Epochs[^1].Loss,
        ["trainRmse"] = Train?.Rmse,
        ["validationRmse"] = Result.Epochs[Result.BestEpoch - 1].ValidationRmse,
        ["testRmse"] = Test?.Rmse,
        ["testMae"] = Test?.Mae,
        ["testUnknown"] = Test?.UnknownCount,
        ["testRanking"] = Ranking is null ? null : RankingOutput.ToJson(Ranking),
        ["peakMemoryBytes"] = ProcessMemory.PeakBytes,
        ["trainingMemoryBytes"] = TrainingBytes,
        ["modelHash"] = Result.Model.ComputeHash(),
        ["model"] = Request.Model,
        ["settings"] = Request.Trainer.Settings.ToJson(),
    };
}

using FastMf.Data;
using FastMf.Model;
using FastMf.Testing.Checks;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>See <see cref="TrainerLaws.Reports"/>.</summary>
internal static class ReportingLaw
{
    private const string LawName = "Training reports every epoch";

    public static void Holds(TrainerTrial trial)
    {
        RatingMatrix train = trial.Ratings;
        RatingMatrix validation = trial.Others;
        var progress = new ProgressList();
        TrainingResult result = trial.Create().Train(train, validation, progress);
        using MfModel model = result.Model;
        Law.Require(
            progress.Reports.SequenceEqual(result.Epochs),
            LawName,
            $"the progress was told {progress.Reports.Count} reports that are not the {result.Epochs.Count} of the result.");
        Law.Require(
            result.BestEpoch >= 1 && result.BestEpoch <= result.Epochs.Count,
            LawName,
            $"the model is from epoch {result.BestEpoch} of {result.Epochs.Count}.");
        for (int i = 0; i < result.Epochs.Count; i++)
        {
            EpochReport report = result.Epochs[i];
            Law.Require(
                report.Epoch == i + 1 && report.Epochs >= result.Epochs.Count,
                LawName,
                $"report {i + 1} calls itself epoch {report.Epoch} of {report.Epochs}.");
            Law.Require(
                double.IsFinite(report.Loss) && double.IsFinite(report.TrainRmse) && report.TrainRmse >= 0 && report.ValidationRmse is >= 0,
                LawName,
                $"epoch {report.Epoch} has loss {report.Loss}, error {report.TrainRmse} and validation error {report.ValidationRmse}.");
        }

        if (model.Predicts == PredictionKind.Preference)
        {
            // Its validation compares items, and ratings are not predicted.
            return;
        }

        double expected = Rmse(validation, model);
        double reported = result.Epochs[result.BestEpoch - 1].ValidationRmse!.Value;
        Law.Require(
            Math.Abs(expected - reported) <= 1e-4 * (1 + expected),
            LawName,
            $"the validation error is reported as {reported}; that of the model's predictions is {expected}.");
    }

    private static double Rmse(RatingMatrix ratings, MfModel model)
    {
        double squares = 0;
        foreach (Rating rating in Triples.Of(ratings))
        {
            double target = model.Info.Objective.TargetOf(rating.Value);
            double error = target - model.Predict(ratings.Users.GetId(rating.User), ratings.Items.GetId(rating.Item)).Value;
            squares += error * error;
        }

        return Math.Sqrt(squares / ratings.Count);
    }
}

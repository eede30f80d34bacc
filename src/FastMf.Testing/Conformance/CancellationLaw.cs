using FastMf.Data;
using FastMf.Testing.Checks;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>See <see cref="TrainerLaws.Cancels"/>.</summary>
internal static class CancellationLaw
{
    private const string LawName = "A cancelled run makes no model";

    public static void Holds(TrainerTrial trial)
    {
        RatingMatrix ratings = trial.Ratings;
        using var before = new CancellationTokenSource();
        before.Cancel();
        Law.RequireThrows<OperationCanceledException>(
            () => trial.Create().Train(ratings, cancellation: before.Token).Model.Dispose(),
            LawName,
            $"a token that is cancelled from the start");

        using var meanwhile = new CancellationTokenSource();
        var progress = new ProgressList(report =>
        {
            if (report.Epoch < report.Epochs)
            {
                meanwhile.Cancel();
            }
        });
        int epochs = Epochs(trial.Create(), ratings);
        if (epochs > 1)
        {
            Law.RequireThrows<OperationCanceledException>(
                () => trial.Create().Train(ratings, null, progress, meanwhile.Token).Model.Dispose(),
                LawName,
                $"a token that is cancelled after the first of {epochs} epochs");
            Law.Require(progress.Reports.Count == 1, LawName, $"{progress.Reports.Count} epochs were trained, not 1.");
        }
    }

    private static int Epochs(ITrainer trainer, RatingMatrix ratings)
    {
        TrainingResult result = trainer.Train(ratings);
        result.Model.Dispose();
        return result.Epochs.Count;
    }
}

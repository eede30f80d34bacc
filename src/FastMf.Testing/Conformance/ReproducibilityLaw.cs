using FastMf.Data;
using FastMf.Model;
using FastMf.Testing.Checks;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>See <see cref="TrainerLaws.Reproducible"/> and <see cref="TrainerLaws.WatchingChangesNothing"/>.</summary>
internal static class ReproducibilityLaw
{
    public static void Holds(TrainerTrial trial)
    {
        const string LawName = "The same ratings give the same bits";
        RatingMatrix ratings = trial.Ratings;
        RatingMatrix others = trial.Others;
        ITrainer trainer = trial.Create();
        string expected = Hash(trainer, ratings);
        Law.Require(Hash(trial.Create(), ratings) == expected, LawName, $"another trainer of the same options makes another model.");
        Law.Require(Hash(trainer, ratings) == expected, LawName, $"the same trainer makes another model when used again.");

        // Training inside the progress of training is what training on two threads is to a trainer that keeps state.
        var busy = new ProgressList(_ => Hash(trainer, others));
        Law.Require(
            Hash(trainer, ratings, null, busy) == expected, LawName, $"a trainer that trains another model meanwhile makes another model.");
    }

    public static void HoldsUnderWatch(TrainerTrial trial)
    {
        const string LawName = "Watching training changes nothing";
        RatingMatrix ratings = trial.Ratings;
        string expected = Hash(trial.Create(), ratings);
        string watched = Hash(trial.Create(), ratings, trial.Others, new ProgressList());
        Law.Require(watched == expected, LawName, $"with validation ratings and progress the model is another one.");
    }

    private static string Hash(
        ITrainer trainer, RatingMatrix ratings, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null)
    {
        using MfModel model = trainer.Train(ratings, validation, progress).Model;
        return model.ComputeHash();
    }
}

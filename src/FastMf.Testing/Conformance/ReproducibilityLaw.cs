using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>See <see cref="TrainerLaws.Reproducible"/> and <see cref="TrainerLaws.WatchingChangesNothing"/>.</summary>
internal static class ReproducibilityLaw
{
    public static void Holds(TrainerTrial trial, SeededRandom random)
    {
        const string Law = "The same ratings give the same bits";
        RatingMatrix ratings = trial.Draw(random);
        RatingMatrix others = trial.Draw(random);
        ITrainer trainer = trial.Create();
        string expected = Hash(trainer, ratings);
        Checks.Law.Require(Hash(trial.Create(), ratings) == expected, Law, $"another trainer of the same options makes another model.");
        Checks.Law.Require(Hash(trainer, ratings) == expected, Law, $"the same trainer makes another model when used again.");

        // Training inside the progress of training is what training on two threads is to a trainer that keeps state.
        var busy = new ProgressList(_ => Hash(trainer, others));
        Checks.Law.Require(Hash(trainer, ratings, null, busy) == expected, Law, $"a trainer that trains another model meanwhile makes another model.");
    }

    public static void HoldsUnderWatch(TrainerTrial trial, SeededRandom random)
    {
        const string Law = "Watching training changes nothing";
        RatingMatrix ratings = trial.Draw(random);
        string expected = Hash(trial.Create(), ratings);
        string watched = Hash(trial.Create(), ratings, trial.Draw(random), new ProgressList());
        Checks.Law.Require(watched == expected, Law, $"with validation ratings and progress the model is another one.");
    }

    private static string Hash(ITrainer trainer, RatingMatrix ratings, RatingMatrix? validation = null, IProgress<EpochReport>? progress = null)
    {
        using MfModel model = trainer.Train(ratings, validation, progress).Model;
        return model.ComputeHash();
    }
}

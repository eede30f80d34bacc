using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Cases;
using FastMf.Testing.Checks;
using FastMf.Training;

namespace FastMf.Testing.Conformance;

/// <summary>
/// Puts any trainer through the laws of its interface, on random rating matrices with what breaks trainers: silent users, single
/// ratings, heavy tails. A law that is broken is reported with the smallest case
/// that breaks it, which replays it.
/// </summary>
public static class TrainerConformance
{
    private const double PermutationTolerance = 1e-3;

    private static readonly (TrainerLaws LawName, Action<TrainerTrial> Holds)[] Laws =
    [
        (TrainerLaws.RefusesNothing, RefusesNothing),
        (TrainerLaws.ModelFitsRatings, ModelFitsRatings),
        (TrainerLaws.Reports, ReportingLaw.Holds),
        (TrainerLaws.Reproducible, ReproducibilityLaw.Holds),
        (TrainerLaws.WatchingChangesNothing, ReproducibilityLaw.HoldsUnderWatch),
        (TrainerLaws.Cancels, CancellationLaw.Holds),
        (TrainerLaws.NamesMeanNothing, trial => RelabellingCheck.KeepsOrder(trial.Ratings, trial.Create())),
        (TrainerLaws.ObjectiveNeverRises, ObjectiveNeverRises),
        (TrainerLaws.FoldInEqualsTraining, FoldInEqualsTraining),
        (TrainerLaws.ItemsPermute, trial =>
            RelabellingCheck.PermutesItems(trial.Ratings, trial.Create(), trial.Random, PermutationTolerance)),
    ];

    /// <summary>Checks the laws, one after the other.</summary>
    /// <param name="create">Makes a trainer of the same options each time: a few epochs and a low rank keep the check short.</param>
    /// <param name="laws">The laws to check.</param>
    /// <param name="runs">Random matrices for each law, at least 1.</param>
    /// <param name="draw">
    /// Makes ratings that the trainer can learn from, of integer ids from 0, of the sizes of a case; null for half stars from 0.5 to 5.
    /// </param>
    /// <exception cref="PropertyFailedException">
    /// A law is broken; the message names it and the case that replays it, the inner exception is a <see cref="LawBrokenException"/> or
    /// what the trainer threw.
    /// </exception>
    public static void Check(
        Func<ITrainer> create, TrainerLaws laws = TrainerLaws.OfEveryTrainer, int runs = 20, Func<RatingCase, RatingMatrix>? draw = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        draw ??= drawn => drawn.ToMatrix();
        foreach ((TrainerLaws law, Action<TrainerTrial> holds) in Laws)
        {
            if (laws.HasFlag(law))
            {
                PropertyCheck.Run<TrainerTrial.Case>(drawn => holds(new TrainerTrial(create, draw, drawn)), runs);
            }
        }
    }

    private static void RefusesNothing(TrainerTrial trial)
    {
        const string LawName = "No ratings are an argument error";
        SeededRandom random = trial.Random;
        RatingMatrix empty = RatingMatrix.Create(IdMap.Range(random.NextInt32(4)), IdMap.Range(random.NextInt32(4)), default);
        Law.RequireThrows<ArgumentNullException>(() => trial.Create().Train(null!).Model.Dispose(), LawName, $"null");
        Law.RequireThrows<ArgumentException>(() => trial.Create().Train(empty).Model.Dispose(), LawName, $"a matrix without ratings");
    }

    private static void ModelFitsRatings(TrainerTrial trial)
    {
        RatingMatrix ratings = trial.Ratings;
        using MfModel model = trial.Create().Train(ratings).Model;
        ModelCheck.Fits(ratings, model);
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            using MfModel loaded = MfModel.Load(path);
            Law.Require(
                loaded.ComputeHash() == model.ComputeHash() && loaded.Info == model.Info,
                "A saved model is the same when loaded",
                $"its hash or its description changed.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void ObjectiveNeverRises(TrainerTrial trial)
    {
        RatingMatrix ratings = trial.Ratings;
        TrainingResult result = trial.Create().Train(ratings);
        using MfModel model = result.Model;
        ObjectiveCheck.NeverRises(ratings, result);
    }

    private static void FoldInEqualsTraining(TrainerTrial trial)
    {
        RatingMatrix ratings = trial.Ratings;
        using MfModel model = trial.Create().Train(ratings).Model;
        FoldInCheck.EqualsTraining(ratings, model);
    }
}

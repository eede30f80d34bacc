namespace FastMf.Testing.Conformance;

/// <summary>The laws that <see cref="TrainerConformance"/> holds a trainer to.</summary>
[Flags]
public enum TrainerLaws
{
    /// <summary>No law.</summary>
    None = 0,

    /// <summary>Ratings that are missing or none are argument errors.</summary>
    RefusesNothing = 1,

    /// <summary>See <see cref="Checks.ModelCheck.Fits"/>; and what was saved and loaded is the same model.</summary>
    ModelFitsRatings = 2,

    /// <summary>
    /// A report for every epoch, in order, to the progress and in the result alike; the validation error is that of the model's
    /// predictions, if it predicts ratings.
    /// </summary>
    Reports = 4,

    /// <summary>
    /// The same ratings give the same bits: from another trainer, from the same one, and from one that is in use meanwhile.
    /// </summary>
    Reproducible = 8,

    /// <summary>Validation and progress watch; the model has the same bits without them.</summary>
    WatchingChangesNothing = 16,

    /// <summary>A run that is cancelled, before it starts or between epochs, ends with <see cref="OperationCanceledException"/>.</summary>
    Cancels = 32,

    /// <summary>See <see cref="Checks.RelabellingCheck.KeepsOrder"/>.</summary>
    NamesMeanNothing = 64,

    /// <summary>What no trainer that implements the interface may break.</summary>
    OfEveryTrainer = RefusesNothing | ModelFitsRatings | Reports | Reproducible | WatchingChangesNothing | Cancels | NamesMeanNothing,

    /// <summary>See <see cref="Checks.ObjectiveCheck.NeverRises"/>.</summary>
    ObjectiveNeverRises = 128,

    /// <summary>See <see cref="Checks.FoldInCheck.EqualsTraining"/>, bit for bit.</summary>
    FoldInEqualsTraining = 256,

    /// <summary>See <see cref="Checks.RelabellingCheck.PermutesItems"/>, to 0.1 % of the largest score.</summary>
    ItemsPermute = 512,

    /// <summary>What alternating least squares keeps beyond that.</summary>
    OfAlternatingLeastSquares = OfEveryTrainer | ObjectiveNeverRises | FoldInEqualsTraining | ItemsPermute,
}

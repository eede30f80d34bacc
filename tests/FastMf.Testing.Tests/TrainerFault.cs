namespace FastMf.Testing.Tests;

/// <summary>What is wrong with a <see cref="BrokenTrainer"/>.</summary>
public enum TrainerFault
{
    None,
    AcceptsNothing,
    ForgetsRatings,
    ReportsTooFew,
    MeasuresWrongly,
    KeepsState,
    LearnsFromValidation,
    IgnoresCancellation,
    StartsFromNames,
    ObjectiveRises,
    MisreportsTheObjective,
    StartsFromItems,
}

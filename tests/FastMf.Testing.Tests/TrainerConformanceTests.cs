using FastMf.Testing.Checks;
using FastMf.Testing.Conformance;
using FastMf.Training;
using Xunit;

namespace FastMf.Testing.Tests;

public class TrainerConformanceTests
{
    [Fact]
    public void A_sound_trainer_passes() =>
        TrainerConformance.Check(() => new BrokenTrainer(TrainerFault.None), TrainerLaws.OfAlternatingLeastSquares, runs: 5);

    [Theory]
    [InlineData(TrainerFault.AcceptsNothing, TrainerLaws.RefusesNothing, "No ratings are an argument error")]
    [InlineData(TrainerFault.ForgetsRatings, TrainerLaws.ModelFitsRatings, "A model fits its ratings")]
    [InlineData(TrainerFault.ReportsTooFew, TrainerLaws.Reports, "Training reports every epoch")]
    [InlineData(TrainerFault.MeasuresWrongly, TrainerLaws.Reports, "Training reports every epoch")]
    [InlineData(TrainerFault.KeepsState, TrainerLaws.Reproducible, "The same ratings give the same bits")]
    [InlineData(TrainerFault.LearnsFromValidation, TrainerLaws.WatchingChangesNothing, "Watching training changes nothing")]
    [InlineData(TrainerFault.IgnoresCancellation, TrainerLaws.Cancels, "A cancelled run makes no model")]
    [InlineData(TrainerFault.StartsFromNames, TrainerLaws.NamesMeanNothing, "Ids in the same order give the same bits")]
    [InlineData(TrainerFault.ObjectiveRises, TrainerLaws.ObjectiveNeverRises, "The objective never rises")]
    [InlineData(TrainerFault.MisreportsTheObjective, TrainerLaws.ObjectiveNeverRises, "The objective never rises")]
    [InlineData(TrainerFault.StartsFromItems, TrainerLaws.ItemsPermute, "Relabelling items permutes the model")]
    public void A_fault_is_reported_by_the_law_it_breaks_with_a_case_that_replays_it(TrainerFault fault, TrainerLaws laws, string law)
    {
        var failure = Assert.Throws<PropertyFailedException>(
            () => TrainerConformance.Check(() => new BrokenTrainer(fault), laws, runs: 50));
        var broken = Assert.IsType<LawBrokenException>(failure.InnerException);
        Assert.Equal(law, broken.Law);
        Assert.Contains($"{PropertyCheck.ReplayVariable}=", failure.Message, StringComparison.Ordinal);
        Assert.Contains(broken.Message, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>SGD's users are not what a fold-in gives: the law must see it.</summary>
    [Fact]
    public void Factors_that_no_fold_in_gives_break_the_fold_in_law()
    {
        var failure = Assert.Throws<PropertyFailedException>(() => TrainerConformance.Check(
            () => new SgdTrainer(new SgdOptions { Rank = 3, Epochs = 2 }), TrainerLaws.FoldInEqualsTraining, runs: 5));
        Assert.Equal("Fold-in equals training", Assert.IsType<LawBrokenException>(failure.InnerException).Law);
    }

    [Fact]
    public void Only_the_laws_that_are_asked_for_are_checked() =>
        TrainerConformance.Check(
            () => new BrokenTrainer(TrainerFault.IgnoresCancellation), TrainerLaws.OfEveryTrainer & ~TrainerLaws.Cancels, runs: 3);

    [Fact]
    public void Nothing_to_create_is_an_argument_error() =>
        Assert.Throws<ArgumentNullException>("create", () => TrainerConformance.Check(null!));
}

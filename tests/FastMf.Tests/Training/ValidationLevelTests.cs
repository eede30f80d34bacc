using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Generation;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Tests.Training.Sgd;
using FastMf.Training;
using FastMf.Training.Validation;
using Xunit;

namespace FastMf.Tests.Training;

/// <summary>
/// Epochs are validated by the kernels of the level that was asked for: without fused multiply-add errors have other bits.
/// </summary>
public class ValidationLevelTests
{
    /// <summary>Up to 64 each of the accumulators of a product gets one term, which has the same bits fused or not.</summary>
    private const int Rank = 100;

    private static readonly RatingSplit Stars = Split(
        RatingGenerator.Generate(new GeneratorOptions { Users = 300, Items = 200, Ratings = 12_000, TestFraction = 0.3 }));

    private static readonly RatingSplit Binary = new(Binarized(Stars.Train), Binarized(Stars.Test));

    public static TheoryData<SimdLevel> Levels => [.. Enum.GetValues<SimdLevel>()];

    [Theory, MemberData(nameof(Levels))]
    public void Predicted_ratings_are_validated_by_the_level_asked_for(SimdLevel level)
    {
        var als = new AlsOptions { Rank = Rank, Epochs = 1, UseBiases = false, SimdLevel = level };
        AssertLevel(level, Stars, new AlsTrainer(als), RatingSet);
        AssertLevel(level, Stars, new SgdTrainer(Sgd(level)), RatingSet);
    }

    [Theory, MemberData(nameof(Levels))]
    public void Predicted_probabilities_are_validated_by_the_level_asked_for(SimdLevel level) => AssertLevel(
        level, Binary, new SgdTrainer(Sgd(level) with { Loss = SgdLoss.Logistic }), RatingSet);

    [Theory, MemberData(nameof(Levels))]
    public void Pairs_of_items_are_validated_by_the_level_asked_for(SimdLevel level) => AssertLevel(
        level, Stars, new BprTrainer(new BprOptions { Rank = Rank, Epochs = 1, InitialDeviation = 0.7f, SimdLevel = level }), PairwiseSet);

    private static SgdOptions Sgd(SimdLevel level) => new() { Rank = Rank, Epochs = 1, InitialDeviation = 0.7f, SimdLevel = level };

    private static void AssertLevel(
        SimdLevel level, RatingSplit split, ITrainer trainer, Func<RatingSplit, KernelSet, IValidationSet> validation)
    {
        TrainingResult result = trainer.Train(split.Train, split.Test);
        using MfModel model = result.Model;
        double Rmse(SimdLevel by) => validation(split, KernelSet.For(by)).Rmse(model.Parameters, 1, CancellationToken.None);
        SimdLevel other = level == SimdLevel.Vector128 ? SimdLevel.Vector512 : SimdLevel.Vector128;
        Assert.Equal(Rmse(level), result.Epochs[0].ValidationRmse);
        Assert.NotEqual(Rmse(other), result.Epochs[0].ValidationRmse);
    }

    private static RatingSplit Split(GeneratedRatings ratings) => new(ratings.Train, ratings.Test!);

    private static ValidationSet RatingSet(RatingSplit split, KernelSet kernels) => new(
        split.Test,
        new LearnedIds(split.Train.Users, split.Train.ByUser.RowLengths(), split.Train.Items, ItemCounts(split)),
        default,
        kernels,
        workers: 1);

    private static PairwiseValidationSet PairwiseSet(RatingSplit split, KernelSet kernels) =>
        new(split.Test, split.Train, split.Train.ByUser.RowLengths(), ItemCounts(split), kernels, workers: 1);

    private static int[] ItemCounts(RatingSplit split) => split.Train.ByUser.ColumnCounts(split.Train.Items.Count);

    private static RatingMatrix Binarized(RatingMatrix ratings) => RatingMatrix.Create(
        ratings.Users,
        ratings.Items,
        Grids.Samples(ratings).Select(sample => new Rating(sample.User, sample.Item, sample.Value > 3 ? 1 : 0)).ToArray());
}

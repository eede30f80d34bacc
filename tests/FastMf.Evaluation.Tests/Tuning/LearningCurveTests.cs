using FastMf.Data.Splitting;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Training;
using Xunit;

namespace FastMf.Evaluation.Tests.Tuning;

public class LearningCurveTests
{
    private static readonly RatingSplit Split = RatingSplitter.RandomFraction(
        RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100), 0.2);

    public static TheoryData<TrainerSettings> Methods =>
        [new TrainerSettings(new AlsOptions { Rank = 3 }), new TrainerSettings(new SgdOptions { Rank = 3 })];

    [Theory, MemberData(nameof(Methods))]
    public void A_point_is_what_training_that_ends_there_gives_and_training_never_restarts(TrainerSettings settings)
    {
        int[] checkpoints = [1, 3, 4, 7];
        var epochs = new List<int>();
        IReadOnlyList<CurvePoint> curve = LearningCurve.Measure(settings, Split, checkpoints, progress: new Receiver(epochs));
        Assert.Equal(checkpoints, curve.Select(point => point.Epoch));
        Assert.Equal(Enumerable.Range(1, 7), epochs);
        foreach (CurvePoint point in curve)
        {
            using MfModel model = settings.With("epochs", $"{point.Epoch}").CreateTrainer().Train(Split.Train).Model;
            Assert.Equal(RatingErrors.OfAny(model, Split.Train), point.Train);
            Assert.Equal(RatingErrors.Of(model, Split.Test), point.Test);
        }
    }

    [Fact]
    public void A_curve_ends_where_training_diverges()
    {
        var settings = new TrainerSettings(new SgdOptions { Rank = 3, LearningRate = 1e9f });
        Assert.Empty(LearningCurve.Measure(settings, Split, [50, 100]));
    }

    [Fact]
    public void Checkpoints_must_ascend()
    {
        foreach (int[] wrong in new int[][] { [], [0], [2, 2], [3, 1] })
        {
            Assert.Throws<ArgumentException>(
                "checkpoints", () => LearningCurve.Measure(new TrainerSettings(new AlsOptions()), Split, wrong));
        }
    }

    private sealed class Receiver(List<int> epochs) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => epochs.Add(value.Epoch);
    }
}

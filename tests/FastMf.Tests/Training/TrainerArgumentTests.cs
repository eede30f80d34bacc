using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

/// <summary>Exceptions name the parameter of the method that was called, however deep they come from.</summary>
public class TrainerArgumentTests
{
    private static readonly RatingMatrix Ratings = RatingMatrixGenerator.Generate(new SeededRandom(4));

    private static readonly RatingMatrix Negative =
        RatingMatrix.Create(IdMap.Range(1), IdMap.Range(2), new Rating[] { new(0, 0, -1), new(0, 1, 2) });

    public static TheoryData<ITrainer> Trainers =>
    [
        new AlsTrainer(new AlsOptions { Rank = 3, Epochs = 1 }),
        new SgdTrainer(new SgdOptions { Rank = 3, Epochs = 1 }),
        new BprTrainer(new BprOptions { Rank = 3, Epochs = 1 }),
    ];

    [Theory, MemberData(nameof(Trainers))]
    public void A_missing_or_empty_matrix_is_train(ITrainer trainer)
    {
        Assert.Throws<ArgumentNullException>("train", () => trainer.Train(null!));
        RatingMatrix empty = RatingMatrix.Create(Ratings.Users, Ratings.Items, Array.Empty<Rating>());
        Assert.Throws<ArgumentException>("train", () => trainer.Train(empty));
    }

    [Fact]
    public void Negative_ratings_of_implicit_feedback_are_in_train()
    {
        var trainer = new AlsTrainer(new AlsOptions { Rank = 3, Epochs = 1, Objective = ObjectiveKind.Implicit });
        Assert.Throws<ArgumentException>("train", () => trainer.Train(Negative));
        using MfModel model = trainer.Train(Ratings).Model;
        Assert.Throws<ArgumentException>("train", () => trainer.Refit(model, Negative));
    }

    [Fact]
    public void Ratings_that_are_no_probabilities_are_in_train() => Assert.Throws<ArgumentException>(
        "train", () => new SgdTrainer(new SgdOptions { Rank = 3, Epochs = 1, Loss = SgdLoss.Logistic }).Train(Negative));

    [Fact]
    public void Refitting_and_updating_name_the_model_or_the_ratings()
    {
        var als = new AlsTrainer(new AlsOptions { Rank = 3, Epochs = 1 });
        var sgd = new SgdTrainer(new SgdOptions { Rank = 3, Epochs = 1 });
        using MfModel model = sgd.Train(Ratings).Model;
        var texts = RatingMatrix.Create(IdMap.FromTexts(["a"]), IdMap.FromTexts(["b"]), new[] { new Rating(0, 0, 3) });
        var textItems = RatingMatrix.Create(IdMap.Range(1), IdMap.FromTexts(["b"]), new[] { new Rating(0, 0, 3) });
        Assert.Throws<ArgumentNullException>("model", () => als.Refit(null!, Ratings));
        Assert.Throws<ArgumentNullException>("train", () => als.Refit(model, null!));
        Assert.Throws<ArgumentException>("model", () => new AlsTrainer(new AlsOptions { Rank = 4 }).Refit(model, Ratings));
        Assert.Throws<ArgumentNullException>("model", () => sgd.Update(null!, Ratings));
        Assert.Throws<ArgumentNullException>("train", () => sgd.Update(model, null!));
        Assert.Throws<ArgumentException>("model", () => new SgdTrainer(new SgdOptions { Rank = 4 }).Update(model, Ratings));
        Assert.Throws<ArgumentException>("train", () => sgd.Update(model, texts));
        Assert.Throws<ArgumentException>("train", () => sgd.Update(model, textItems));
    }
}

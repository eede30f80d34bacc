using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Training;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Model;

/// <summary>Models of trainers that are not ours.</summary>
public class CreateModelTests
{
    private const int Rank = 3;

    private static readonly RatingMatrix Train =
        RatingMatrix.Create(IdMap.Range(3), IdMap.Range(2), new Rating[] { new(0, 0, 4), new(0, 1, 1), new(2, 1, 2) });

    private static readonly ModelInfo Info =
        new("mine", UsesBiases: true, new RowObjective(ObjectiveKind.ObservedOnly, new RowRegularization(1, 0.5f, 2, 0)), 3, 7);

    [SeededProperty(Runs = 60)]
    public void What_a_trained_model_is_made_of_makes_it_again_to_the_last_bit(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        using MfModel trained = new AlsTrainer(drawn.Options).Train(ratings).Model;
        bool withBiases = trained.Info.UsesBiases;
        using MfModel made = MfModel.Create(
            ratings,
            Copy(trained.UserFactors),
            Copy(trained.ItemFactors),
            withBiases ? trained.UserBiases : [],
            withBiases ? trained.ItemBiases : [],
            trained.Mean,
            trained.Info);
        Assert.Equal(trained.ComputeHash(), made.ComputeHash());
        Assert.Equal(trained.Info, made.Info);
        Assert.Equal(trained.LearnedPairs!.Hashes, made.LearnedPairs!.Hashes);
        Assert.Equal(trained.UserRatingCounts, made.UserRatingCounts);
        Assert.Equal(trained.ItemRatingCounts, made.ItemRatingCounts);
        using var file = new ModelFile(made);
        using MfModel loaded = file.Load();
        Assert.Equal(made.ComputeHash(), loaded.ComputeHash());
    }

    [Fact]
    public void The_range_is_that_of_the_ratings_and_of_probabilities_0_to_1()
    {
        using MfModel ratings = Create();
        Assert.Equal((1, 4), (ratings.MinimumRating, ratings.MaximumRating));
        using MfModel probabilities = Create(predicts: PredictionKind.Probability, mean: 0);
        Assert.Equal((0, 1), (probabilities.MinimumRating, probabilities.MaximumRating));
        Assert.Equal(0.5f, probabilities.Predict("nobody", "nothing").Value);
        Assert.NotEqual(Create(mean: 0).ComputeHash(), probabilities.ComputeHash());
    }

    /// <summary>Each of these would be a model that answers with garbage, or whose file no reader accepts.</summary>
    [Fact]
    public void What_makes_no_model_is_refused_by_argument_and_value()
    {
        Refused("train", () => MfModel.Create(null!, Factors(3), Factors(2), [], [], 0, Info), "train");
        Refused("userFactors", () => MfModel.Create(Train, null!, Factors(2), [], [], 0, Info), "userFactors");
        Refused("itemFactors", () => MfModel.Create(Train, Factors(3), null!, [], [], 0, Info), "itemFactors");
        Refused("info", () => MfModel.Create(Train, Factors(3), Factors(2), [], [], 0, null!), "info");
        Refused("itemFactors", () => Create(items: new FactorMatrix(2, 4)), "items have rank 4 and the users rank 3");
        Refused("userFactors", () => Create(users: Factors(2)), "There are 2 rows of factors; the ratings need 3.");
        Refused("itemFactors", () => Create(items: Factors(3)), "There are 3 rows of factors; the ratings need 2.");
        Refused(
            "userFactors",
            () => Create(users: Factors(3, row: 2, factor: 1, float.NaN)),
            "Factor 1 of row 2 is NaN; it must be finite, and at most 1E+17.");
        Refused(
            "itemFactors",
            () => Create(items: Factors(2, row: 0, factor: 2, float.PositiveInfinity)),
            "Factor 2 of row 0 is Infinity; it must be finite, and at most 1E+17.");
        Refused(
            "userFactors",
            () => Create(users: Factors(3, row: 1, factor: 0, 0.5f)),
            "Row 1 has no ratings, and in it stands 0.5; it must be 0.");
        Refused("userFactors", () => Create(users: Padded(3, row: 0, 8)), "Row 0 has padding, and in it stands 8; it must be 0.");
        Refused("userBiases", () => Create(userBiases: [1, 0]), "There are 2 biases; the ratings need 3, or none.");
        Refused(
            "itemBiases",
            () => Create(itemBiases: [1, float.NegativeInfinity]),
            "The bias of row 1 is -Infinity; it must be finite, and at most 1E+37.");
        Refused("userBiases", () => Create(userBiases: [1, 2, 3]), "Row 1 has no ratings and a bias of 2; it must be 0.");
        Refused(
            "userBiases",
            () => Create(userBiases: [3, 0, 0], mean: 0, info: Info with { UsesBiases = false }),
            "The bias of row 0 is 3, and the description says");
        Refused("mean", () => Create(mean: float.NaN), "The mean is NaN; it must be finite, and at most 1E+37.");
        Refused(
            "itemFactors",
            () => Create(items: Factors(2, row: 1, factor: 0, -2e17f)),
            "Factor 0 of row 1 is -2E+17; it must be finite, and at most 1E+17.");
        Refused(
            "mean",
            () => Create(info: Info with { UsesBiases = false }),
            "The mean is 2, and the description says that there are no biases");
        Refused("predicts", () => Create(predicts: (PredictionKind)9), "There is no prediction 9; it is one of Rating");
        Refused("info", () => Create(info: Info with { RatingCount = 4 }), "speaks of 4 ratings, and there are 3.");
        Refused("info", () => Create(info: Info with { Epochs = -1 }), "-1 epochs");
        Refused("info", () => Create(info: Info with { Algorithm = "" }), "The algorithm's name ''");
        Refused(
            "info",
            () => Create(info: Info with { Algorithm = "seventeen-letters" }),
            "'seventeen-letters' must be 1 to 16 characters");
        Refused("info", () => Create(info: Info with { Algorithm = "é" }), "'é' must be");
        Refused("info", () => Create(info: Info with { Objective = Info.Objective with { Alpha = -1 } }), "Alpha = -1");
        Refused("info", () => Create(info: Info with { Objective = Info.Objective with { Kind = (ObjectiveKind)7 } }), "Kind = 7");
        var noNumber = new RowRegularization(float.NaN, 0, 0, 0);
        Refused("info", () => Create(info: Info with { Objective = Info.Objective with { Regularization = noNumber } }), "Factors = NaN");
    }

    private static MfModel Create(
        FactorMatrix? users = null,
        FactorMatrix? items = null,
        float[]? userBiases = null,
        float[]? itemBiases = null,
        float mean = 2,
        ModelInfo? info = null,
        PredictionKind predicts = PredictionKind.Rating) =>
        MfModel.Create(Train, users ?? Factors(3), items ?? Factors(2), userBiases ?? [], itemBiases ?? [], mean, info ?? Info, predicts);

    private static void Refused(string argument, Action create, string message)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, failure.ParamName);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static FactorMatrix Factors(int rows, int row = 0, int factor = 0, float value = 0)
    {
        var factors = new FactorMatrix(rows, Rank);
        factors.View.Row(row)[factor] = value;
        return factors;
    }

    private static FactorMatrix Padded(int rows, int row, float value)
    {
        var factors = new FactorMatrix(rows, Rank);
        factors.View.PaddedRow(row)[^1] = value;
        return factors;
    }

    private static FactorMatrix Copy(FactorMatrix factors)
    {
        var copy = new FactorMatrix(factors.RowCount, factors.Rank);
        factors.CopyTo(copy);
        return copy;
    }
}

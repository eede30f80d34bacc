using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using Xunit;

namespace FastMf.Tests.Model;

public sealed class MfModelTests : IDisposable
{
    private readonly MfModel _model = SmallModel.Create();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("anna", "10", 3 + 0.5 - 0.25 + 0.75, PredictionBasis.Known)]
    [InlineData("nobody", "10", 3 - 0.25, PredictionBasis.UnknownUser)]
    [InlineData("carl", "10", 3 - 0.25, PredictionBasis.UnknownUser)]
    [InlineData("anna", "99", 3 + 0.5, PredictionBasis.UnknownItem)]
    [InlineData("anna", "30", 3 + 0.5, PredictionBasis.UnknownItem)]
    [InlineData("anna", "ten", 3 + 0.5, PredictionBasis.UnknownItem)]
    [InlineData("nobody", "99", 3, PredictionBasis.UnknownUserAndItem)]
    [InlineData("carl", "30", 3, PredictionBasis.UnknownUserAndItem)]
    [InlineData("ben", "10", 1, PredictionBasis.Known)]
    [InlineData("anna", "20", 5, PredictionBasis.Known)]
    [InlineData("ben", "99", 1, PredictionBasis.UnknownItem)]
    [InlineData("nobody", "20", 5, PredictionBasis.UnknownUser)]
    public void A_prediction_leaves_unknown_terms_out_and_stays_within_the_range(
        string user, string item, double value, PredictionBasis basis) =>
        Assert.Equal(new Prediction((float)value, basis), _model.Predict(user, item));

    [SeededProperty]
    public void A_score_is_the_sum_of_its_terms_and_not_held_within_the_range(ScoreCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.CreateExact(random, drawn.Users, drawn.Items, drawn.Rank);
        for (int user = 0; user < model.Users.Count; user++)
        {
            for (int item = 0; item < model.Items.Count; item++)
            {
                float expected = model.Mean + model.UserBiases[user] + model.ItemBiases[item];
                for (int f = 0; f < model.Rank; f++)
                {
                    expected += model.UserFactors.Row(user)[f] * model.ItemFactors.Row(item)[f];
                }

                Assert.Equal(expected, model.Score(new UserIndex(user), new ItemIndex(item)));
                Assert.Equal(Math.Clamp(expected, 0.5f, 5), model.Predict(new UserIndex(user), new ItemIndex(item)));
            }
        }
    }

    [Fact]
    public void Only_users_and_items_with_ratings_are_known()
    {
        Assert.True(_model.TryGetUser("ben", out UserIndex ben));
        Assert.Equal(1, ben.Value);
        Assert.True(_model.TryGetItem("020", out ItemIndex twenty));
        Assert.Equal(1, twenty.Value);
        Assert.False(_model.TryGetUser("carl", out _));
        Assert.False(_model.TryGetUser("Ben", out _));
        Assert.False(_model.TryGetItem("30", out _));
        Assert.False(_model.TryGetItem("", out _));
    }

    [Fact]
    public void Indexes_of_no_user_or_item_are_argument_errors()
    {
        foreach (int index in new[] { -1, 3, int.MaxValue, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>("user", () => _model.Score(new UserIndex(index), new ItemIndex(0)));
            Assert.Throws<ArgumentOutOfRangeException>("item", () => _model.Score(new UserIndex(0), new ItemIndex(index)));
            Assert.Throws<ArgumentOutOfRangeException>("user", () => _model.Predict(new UserIndex(index), new ItemIndex(0)));
            Assert.Throws<ArgumentOutOfRangeException>("item", () => _model.Predict(new UserIndex(0), new ItemIndex(index)));
        }
    }

    [SeededProperty]
    public void The_hash_is_that_of_the_content(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        using MfModel twin = drawn.ToModel();
        string hash = model.ComputeHash();
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, twin.ComputeHash());

        ModelParameters parameters = twin.Parameters;
        FactorMatrix matrix = random.NextInt32(2) == 0 ? parameters.UserFactors : parameters.ItemFactors;
        ref float factor = ref matrix.View.Row(random.NextInt32(matrix.RowCount))[random.NextInt32(matrix.Rank)];
        float saved = factor;
        factor = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(factor) ^ (1 << random.NextInt32(32)));
        Assert.NotEqual(hash, twin.ComputeHash());
        factor = saved;
        Assert.Equal(hash, twin.ComputeHash());

        parameters.ItemBiases[^1] = MathF.BitIncrement(parameters.ItemBiases[^1]);
        string withBias = twin.ComputeHash();
        parameters.Mean = MathF.BitIncrement(parameters.Mean);
        string withMean = twin.ComputeHash();
        parameters.MaximumRating = MathF.BitIncrement(parameters.MaximumRating);
        Assert.Equal(4, new[] { hash, withBias, withMean, twin.ComputeHash() }.Distinct().Count());
    }

    [Fact]
    public void The_hash_depends_on_ids_and_their_kinds_and_not_on_how_the_model_was_trained()
    {
        string hash = _model.ComputeHash();
        ModelInfo info = _model.Info;
        MfModel With(IdMap items, ModelInfo trained) =>
            new(_model.Users, items, _model.Parameters, _model.UserRatingCounts.ToArray(), _model.ItemRatingCounts.ToArray(), trained);

        Assert.Equal(hash, With(_model.Items, info with { Epochs = 99, Algorithm = "sgd" }).ComputeHash());
        Assert.NotEqual(hash, With(IdMap.FromIntegers([10, 20, 31]), info).ComputeHash());
        Assert.NotEqual(hash, With(IdMap.FromTexts(["10", "20", "30"]), info).ComputeHash());
    }

    [Fact]
    public void Every_answer_of_a_disposed_model_is_an_exception()
    {
        using var recommender = new Recommender(_model);
        using var foldIn = new UserFoldIn(_model);
        RatingMatrix ratings = RatingMatrix.Create(IdMap.FromTexts(["nobody"]), IdMap.FromIntegers([10]), new[] { new Rating(0, 0, 3) });
        _model.Dispose();
        _model.Dispose();
        var list = new ScoredItem[2];
        Action[] uses =
        [
            () => _model.Score(new UserIndex(0), new ItemIndex(0)),
            () => _model.Predict(new UserIndex(0), new ItemIndex(0)),
            () => _model.Predict("anna", "10"),
            () => _model.Predict("nobody", "10"),
            () => _model.Predict("nobody", "99"),
            () => _model.ComputeHash(),
            () => _model.UserFactors.Row(0).ToArray(),
            () => _model.ItemFactors.Row(0).ToArray(),
            () => recommender.Recommend(new UserIndex(0), list),
            () => recommender.Recommend(new float[16], 0, list),
            () => recommender.Recommend("anna", list),
            () => recommender.Recommend("nobody", list),
            () => recommender.SimilarItems(new ItemIndex(0), list),
            () => foldIn.Solve([new ItemIndex(0)], [3], new float[16]),
            () => RatingErrors.Of(_model, ratings),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    public sealed record ScoreCase([Between(1, 5)] int Users, [Between(1, 5)] int Items, [Between(1, 50)] int Rank, int Seed)
        : SeededCase(Seed);
}

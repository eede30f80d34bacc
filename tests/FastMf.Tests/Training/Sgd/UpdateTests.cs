using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Evaluation.Generation;
using FastMf.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

public class UpdateTests
{
    private static readonly SgdOptions Options = new() { Rank = 8, Epochs = 10 };

    private static readonly RatingMatrix All =
        RatingGenerator.Generate(
            new GeneratorOptions { Users = 800, Items = 500, Ratings = 40_000, PlantedRank = 4, TestFraction = 0.1 }).Train;

    [Fact]
    public void Updating_with_the_same_ratings_goes_on_where_training_ended()
    {
        using MfModel first = new SgdTrainer(Options).Train(All).Model;
        TrainingResult result = new SgdTrainer(Options).Update(first, All);
        using MfModel second = result.Model;
        double before = RatingErrors.OfAny(first, All).Rmse;
        Assert.InRange(result.Epochs[0].TrainRmse, 0, before * 1.03);
        Assert.InRange(RatingErrors.OfAny(second, All).Rmse, 0, before - 0.002);
        Assert.Equal(20, second.Info.Epochs);
    }

    [Fact]
    public void New_users_and_items_are_learned_and_rows_without_new_ratings_stay_to_the_last_bit()
    {
        (RatingMatrix old, RatingMatrix recent) = SplitByUser(All, firstRecent: 700);
        using MfModel model = new SgdTrainer(Options).Train(old).Model;
        using MfModel updated = new SgdTrainer(Options).Update(model, recent).Model;

        Assert.Equal(All.Users.Integers, updated.Users.Integers);
        Assert.Equal(model.Mean, updated.Mean);
        Assert.Equal(All.Count, updated.Info.RatingCount);
        for (int user = 0; user < model.Users.Count; user++)
        {
            Assert.True(updated.Users.TryGetIndex(model.Users.Integers[user], out int index));
            Assert.Equal(model.UserFactors.Row(user), updated.UserFactors.Row(index));
            Assert.Equal(model.UserBiases[user], updated.UserBiases[index]);
            Assert.Equal(model.UserRatingCounts[user], updated.UserRatingCounts[index]);
        }

        // The model knows nothing of the new users: means and item biases.
        Assert.InRange(RatingErrors.OfAny(updated, recent).Rmse, 0, RatingErrors.OfAny(model, recent).Rmse - 0.05);
    }

    [Fact]
    public void Old_ratings_are_not_forgotten_while_new_users_are_learned()
    {
        (RatingMatrix old, RatingMatrix recent) = SplitByUser(All, firstRecent: 700);
        using MfModel model = new SgdTrainer(Options).Train(old).Model;
        using MfModel updated = new SgdTrainer(Options).Update(model, recent).Model;
        Assert.InRange(RatingErrors.OfAny(updated, old).Rmse, 0, RatingErrors.OfAny(model, old).Rmse * 1.05);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        (RatingMatrix old, RatingMatrix recent) = SplitByUser(All, firstRecent: 300);
        using MfModel model = new SgdTrainer(Options).Train(old).Model;
        using MfModel one = new SgdTrainer(Options with { Threads = 1 }).Update(model, recent).Model;
        using MfModel three = new SgdTrainer(Options with { Threads = 3 }).Update(model, recent).Model;
        Assert.Equal(one.ComputeHash(), three.ComputeHash());
    }

    [Fact]
    public void A_model_of_another_kind_is_refused()
    {
        using MfModel model = new SgdTrainer(Options with { Epochs = 1 }).Train(All).Model;
        var ofRank = Assert.Throws<ArgumentException>(() => new SgdTrainer(Options with { Rank = 9 }).Update(model, All));
        Assert.Contains("rank 8", ofRank.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SgdTrainer(Options with { UseBiases = false }).Update(model, All));
        var texts = RatingMatrix.Create(IdMap.FromTexts(["a"]), IdMap.FromTexts(["b"]), new[] { new Rating(0, 0, 3) });
        var ofIds = Assert.Throws<ArgumentException>(() => new SgdTrainer(Options).Update(model, texts));
        Assert.Contains("ids", ofIds.Message, StringComparison.Ordinal);
    }

    private static (RatingMatrix Old, RatingMatrix Recent) SplitByUser(RatingMatrix ratings, int firstRecent)
    {
        ILookup<bool, Rating> sides = Grids.Samples(ratings)
            .Select(sample => new Rating(sample.User, sample.Item, sample.Value))
            .ToLookup(rating => rating.User >= firstRecent);
        return (
            RatingMatrix.Create(
                IdMap.FromIntegers(ratings.Users.Integers[..firstRecent]), ratings.Items, sides[false].ToArray()),
            RatingMatrix.Create(
                IdMap.FromIntegers(ratings.Users.Integers[firstRecent..]),
                ratings.Items,
                sides[true].Select(rating => rating with { User = rating.User - firstRecent }).ToArray()));
    }
}

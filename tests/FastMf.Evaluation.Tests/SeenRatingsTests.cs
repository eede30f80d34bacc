using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Ranking;
using FastMf.Evaluation.Tuning;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Tests.Data;
using FastMf.Tests.Model;
using FastMf.Training;
using Xunit;

namespace FastMf.Evaluation.Tests;

public class SeenRatingsTests
{
    [Fact]
    public void A_model_is_not_tested_on_what_it_has_learned_from_even_when_it_comes_from_a_file()
    {
        RatingMatrix all = RatingMatrixGenerator.Generate(new SeededRandom(11), 200, 100);
        RatingSplit split = RatingSplitter.RandomFraction(all, 0.2);
        using MfModel trained = new AlsTrainer(new AlsOptions { Rank = 2, Epochs = 1 }).Train(split.Train).Model;
        string file = Path.GetTempFileName();
        trained.Save(file);
        using MfModel model = MfModel.Load(file);
        File.Delete(file);
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(model, split.Train));
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(model, all));
        Assert.True(RatingErrors.Of(model, split.Test).Rmse > RatingErrors.OfAny(model, split.Train).Rmse);
        Assert.Equal(RatingErrors.OfAny(model, split.Test), RatingErrors.Of(model, split.Test));
    }

    private static readonly Dictionary<string, ITrainer> Methods = new()
    {
        ["als"] = new AlsTrainer(new AlsOptions { Rank = 2, Epochs = 1 }),
        ["sgd"] = new SgdTrainer(new SgdOptions { Rank = 2, Epochs = 1 }),
        ["bpr"] = new BprTrainer(new BprOptions { Rank = 2, Epochs = 1 }),
        ["mean"] = Baselines.Mean.CreateTrainer(),
    };

    /// <summary>
    /// Any single one, whatever else is in the test set; and no other, were it of a user and an item that the model knows.
    /// </summary>
    [SeededProperty(Runs = 40)]
    public void Every_rating_of_a_small_training_set_is_recognized_and_no_other(SmallSetCase drawn)
    {
        SeededRandom random = drawn.Random();
        RatingMatrix all = Named(random, RatingMatrixGenerator.HeavyTailed(random, drawn.Users, drawn.Items, drawn.Ratings));
        RatingSplit split = RatingSplitter.RandomFraction(all, 0.5, random.NextInt32(1000));
        Rating[] seen = RandomRatings.Entries(split.Train.ByUser);
        Rating one = seen[random.NextInt32(seen.Length)];
        RatingMatrix mixed = RatingMatrix.Create(all.Users, all.Items, RandomRatings.Entries(split.Test.ByUser).Append(one).ToArray());
        Assert.All(Methods.Keys, method => Check(Methods[method]));

        void Check(ITrainer trainer)
        {
            using MfModel trained = trainer.Train(split.Train).Model;
            using var file = new ModelFile(trained);
            using MfModel model = file.Load();
            SeenRatings.Refuse(model, split.Test);
            string message = Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(model, mixed)).Message;
            Assert.Contains($"Of these {mixed.Count:N0} ratings ", message, StringComparison.Ordinal);
            Assert.Contains(", and 1 of them are there", message, StringComparison.Ordinal);
            Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(model, RatingMatrix.Create(all.Users, all.Items, new[] { one })));
        }
    }

    /// <summary>Ids are those that predictions are found by, whatever else the test set numbers.</summary>
    [Fact]
    public void Ratings_are_recognized_by_their_ids()
    {
        // Two ratings each, so that the one of 7 for 8 is not all that was learned, which would be known by its number.
        var matrix = (IdMap users, IdMap items) => RatingMatrix.Create(users, items, new[] { new Rating(0, 0, 3) });
        var learned = (IdMap users, IdMap items) => RatingMatrix.Create(users, items, new[] { new Rating(0, 1, 3), new Rating(1, 0, 4) });
        using MfModel ofNumbers = Methods["als"].Train(learned(IdMap.FromIntegers([7, 9]), IdMap.FromIntegers([5, 8]))).Model;
        using MfModel ofTexts = Methods["als"].Train(learned(IdMap.FromTexts(["7", "9"]), IdMap.FromTexts(["5", "8"]))).Model;
        RatingMatrix numbers = RatingMatrix.Create(IdMap.FromIntegers([1, 7]), IdMap.FromIntegers([8]), new[] { new Rating(1, 0, 2) });
        RatingMatrix texts = matrix(IdMap.FromTexts(["7"]), IdMap.FromTexts(["8"]));
        foreach (MfModel model in new[] { ofNumbers, ofTexts })
        {
            SeenRatings.Refuse(model, matrix(IdMap.FromIntegers([8]), IdMap.FromIntegers([7])));
            SeenRatings.Refuse(model, matrix(IdMap.FromTexts(["7 "]), IdMap.FromTexts(["8"])));
        }

        Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(ofNumbers, numbers));
        Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(ofNumbers, matrix(IdMap.FromTexts(["007"]), IdMap.FromTexts(["+8"]))));
        Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(ofTexts, numbers));
        Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(ofTexts, texts));
        SeenRatings.Refuse(ofTexts, matrix(IdMap.FromTexts(["007"]), IdMap.FromTexts(["8"])));
    }

    /// <summary>
    /// Of n = 120,000 training ratings the sketch holds k / n = 0.137: of 2,000 parts of 8 ratings (1 - k / n)^8 = 0.309 escape, 618 +- 21.
    /// </summary>
    [Fact]
    public void Small_parts_of_a_large_training_set_escape_as_often_as_stated_and_others_are_never_refused()
    {
        const int Users = 400;
        const int Items = 600;
        Rating[] cells = [.. Enumerable.Range(0, Users * Items).Select(cell => new Rating(cell / Items, cell % Items, 3))];
        var random = new SeededRandom(2);
        random.Shuffle<Rating>(cells);
        IdMap users = IdMap.Range(Users);
        IdMap items = IdMap.Range(Items);
        using MfModel model = Methods["mean"].Train(RatingMatrix.Create(users, items, cells.AsMemory(0, Users * Items / 2))).Model;
        bool Escapes(ReadOnlySpan<Rating> part)
        {
            RatingMatrix test = RatingMatrix.Create(users, items, part.ToArray());
            return Record.Exception(() => SeenRatings.Refuse(model, test)) is null;
        }

        int escaped = 0;
        for (int part = 0; part < 2000; part++)
        {
            escaped += Escapes(cells.AsSpan(8 * part, 8)) ? 1 : 0;
        }

        Assert.InRange(escaped, 618 - 84, 618 + 84);
        Assert.True(Escapes(cells.AsSpan(cells.Length / 2)));

        // Half of these were learned, and as many were looked up as have a hash that the sketch would hold.
        Rating[] mixed = cells[(cells.Length / 2 - 300)..(cells.Length / 2 + 300)];
        ulong[] hashes = Array.ConvertAll(mixed, pair => PairHash.Of(PairHash.OfUser(users, pair.User), PairHash.OfItem(items, pair.Item)));
        int looked = hashes.Count(hash => hash <= model.LearnedPairs!.Threshold);
        int seen = hashes[..300].Count(hash => hash <= model.LearnedPairs!.Threshold);
        Assert.InRange(looked, 1, 599);
        string message =
            Assert.Throws<SeenRatingsException>(() => SeenRatings.Refuse(model, RatingMatrix.Create(users, items, mixed))).Message;
        Assert.StartsWith(
            $"Of these 600 ratings {looked} could be looked up in what the model keeps of its training, and {seen} of them are there",
            message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("als")]
    [InlineData("sgd")]
    public void A_model_that_went_on_from_another_has_seen_what_that_one_has(string method)
    {
        RatingMatrix all = RatingMatrixGenerator.HeavyTailed(new SeededRandom(3), 60, 40, 900);
        (RatingMatrix old, RatingMatrix rest) = RatingSplitter.RandomFraction(all, 0.5);
        (RatingMatrix recent, RatingMatrix test) = RatingSplitter.RandomFraction(rest, 0.5);
        using MfModel first = Methods[method].Train(old).Model;
        using MfModel second = Methods[method] is AlsTrainer als
            ? als.Refit(first, recent).Model
            : ((SgdTrainer)Methods[method]).Update(first, recent).Model;
        foreach (RatingMatrix seen in new[] { old, recent, RatingSplitter.RandomFraction(old, 0.1).Test })
        {
            Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(second, seen));
        }

        Assert.Equal(test.Count, RatingErrors.Of(second, test).Count);
        SeenRatings.Refuse(first, recent);
    }

    /// <summary>The split itself is proper, but the model is of all ratings: what it ranks first it has been told.</summary>
    [Fact]
    public void Rankings_of_what_a_model_has_learned_are_made_only_by_name()
    {
        RatingMatrix all = RatingMatrixGenerator.HeavyTailed(new SeededRandom(5), 40, 30, 500);
        RatingSplit split = RatingSplitter.RandomFraction(all, 0.3);
        UserFold fold = new UserFolds(all, 3)[1];
        using MfModel ofAll = Methods["bpr"].Train(all).Model;
        using MfModel ofTrain = Methods["bpr"].Train(split.Train).Model;
        using MfModel ofFold = Methods["bpr"].Train(fold.Train).Model;
        Assert.Throws<SeenRatingsException>(() => CatalogueRanking.Of(ofAll, split));
        Assert.Throws<SeenRatingsException>(() => CatalogueRanking.Of(ofAll, fold));
        Assert.NotEmpty(CatalogueRanking.OfAny(ofAll, split).Users);
        Assert.NotEmpty(CatalogueRanking.OfAny(ofAll, fold).Users);
        Assert.Equal(CatalogueRanking.OfAny(ofTrain, split).Users, CatalogueRanking.Of(ofTrain, split).Users);
        Assert.Equal(CatalogueRanking.OfAny(ofFold, fold).Users, CatalogueRanking.Of(ofFold, fold).Users);
    }

    /// <summary>Its file has no sketch; the numbers of ratings tell a set that contains the training ratings.</summary>
    [Fact]
    public void A_model_of_an_old_file_knows_its_training_ratings_as_a_whole_only()
    {
        using MfModel old = SmallModel.Create();
        Rating[] learned = [new(0, 0, 4), new(0, 1, 3), new(1, 1, 2)];
        RatingMatrix Of(params Rating[] ratings) => RatingMatrix.Create(old.Users, old.Items, ratings);
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(old, Of(learned)));
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(old, Of([.. learned, new Rating(2, 0, 1)])));
        Assert.Equal(2, RatingErrors.Of(old, Of(learned[1..])).Count);

        // What it learns from now on is known.
        var trainer = new SgdTrainer(new SgdOptions { Rank = 2, Epochs = 1 });
        using MfModel next =
            trainer.Update(old, RatingMatrix.Create(IdMap.FromTexts(["anna"]), old.Items, new[] { new Rating(0, 2, 5) })).Model;
        Assert.Throws<SeenRatingsException>(() => RatingErrors.Of(next, Of(new Rating(0, 2, 5))));
    }

    [Fact]
    public void Nothing_is_asked_of_nothing()
    {
        MfModel model = SmallModel.Create();
        RatingMatrix none = RatingMatrix.Create(model.Users, model.Items, Array.Empty<Rating>());
        SeenRatings.Refuse(model, none);
        Assert.Throws<ArgumentNullException>("model", () => SeenRatings.Refuse(null!, none));
        Assert.Throws<ArgumentNullException>("ratings", () => SeenRatings.Refuse(model, null!));
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SeenRatings.Refuse(model, none));
    }

    [Fact]
    public void Errors_of_scores_are_not_held_within_the_range_of_ratings()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, new[] { new Rating(0, 1, 4) });
        Assert.Equal(1, RatingErrors.OfAny(model, ratings).Mse);
        Assert.Equal(8.5 * 8.5, RatingErrors.OfAny(model, ratings, ofScores: true).Mse);
    }

    /// <summary>The same ratings under ids of any kind: integers far apart, or text.</summary>
    private static RatingMatrix Named(SeededRandom random, RatingMatrix ratings)
    {
        bool ofText = random.NextInt32(2) == 0;
        IdMap Ids(int count) => ofText
            ? IdMap.FromTexts(Enumerable.Range(0, count).Select(i => $"{(char)('a' + i)}–{i}"))
            : IdMap.FromIntegers([.. Enumerable.Range(0, count).Select(i => 1_000_000_007L * i - 9_000_000_000)]);
        return RatingMatrix.Create(Ids(ratings.Users.Count), Ids(ratings.Items.Count), RandomRatings.Entries(ratings.ByUser));
    }

    /// <summary>Never so few that the test set is all that a model can have learned.</summary>
    public sealed record SmallSetCase([Between(10, 30)] int Users, [Between(10, 20)] int Items, [Between(100, 300)] int Ratings, int Seed)
        : SeededCase(Seed);
}

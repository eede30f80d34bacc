using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using Xunit;

namespace FastMf.Tests.Data.Splitting;

public class FoldTests
{
    [SeededProperty(Runs = 60)]
    public void Every_rating_is_tested_in_exactly_one_fold_and_trained_on_in_all_others(RatingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = Grown(drawn, ratings => ratings.Count >= 4);
        var folds = new RatingFolds(ratings, 2 + random.NextInt32(Math.Min(6, ratings.Count) - 1), random.NextInt32(100));
        Rating[] all = RandomRatings.Entries(ratings.ByUser);
        var tested = new List<Rating>();
        for (int fold = 0; fold < folds.Count; fold++)
        {
            RatingSplit split = folds[fold];
            Rating[] test = RandomRatings.Entries(split.Test.ByUser);
            Assert.InRange(test.Length, ratings.Count / folds.Count, (ratings.Count + folds.Count - 1) / folds.Count);
            Assert.Equal((ratings.Count - test.Length, test.Length), (split.TrainCount, split.TestCount));
            Assert.Equal(all.Except(test), RandomRatings.Entries(split.Train.ByUser));
            Assert.Equal(test, RandomRatings.Entries(folds[fold].Test.ByUser));
            tested.AddRange(test);
        }

        Assert.Equal(all, tested.OrderBy(rating => rating.User).ThenBy(rating => rating.Item));
    }

    [Fact]
    public void Another_seed_makes_other_folds()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(4));
        Assert.NotEqual(
            RandomRatings.Entries(new RatingFolds(ratings, 3, 1)[0].Test.ByUser), RandomRatings.Entries(
                new RatingFolds(ratings, 3, 2)[0].Test.ByUser));
        Assert.NotEqual(new UserFolds(ratings, 3, 1)[0].TestUsers, new UserFolds(ratings, 3, 2)[0].TestUsers);
    }

    [SeededProperty(Runs = 60)]
    public void Of_a_test_user_half_of_the_rated_and_half_of_the_other_items_is_held_back(RatingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = Grown(drawn, ratings => ActiveUsers(ratings) >= 2);
        var folds = new UserFolds(ratings, 2 + random.NextInt32(Math.Min(4, ActiveUsers(ratings)) - 1), random.NextInt32(100));
        var testUsers = new List<int>();
        for (int index = 0; index < folds.Count; index++)
        {
            UserFold fold = folds[index];
            testUsers.AddRange(fold.TestUsers);
            Assert.Equal(ratings.Count, fold.Train.Count + fold.Test.Count);
            Assert.Equal(0, PairOverlap.Count(fold.Train, fold.Test));
            for (int user = 0; user < ratings.Users.Count; user++)
            {
                int rated = ratings.ByUser.RowLength(user);
                if (!fold.TestUsers.Contains(user))
                {
                    Assert.Equal(rated, fold.Train.ByUser.RowLength(user));
                    Assert.Throws<ArgumentException>(() => fold.HeldOut(user));
                    continue;
                }

                bool[] heldOut = fold.HeldOut(user);
                Assert.Equal(heldOut, folds[index].HeldOut(user));
                Assert.Equal((rated + 1) / 2, fold.Test.ByUser.RowLength(user));
                Assert.Equal((rated + 1) / 2 + (ratings.Items.Count - rated + 1) / 2, heldOut.Count(item => item));
                Assert.All(fold.Test.ByUser.Row(user).Indexes.ToArray(), item => Assert.True(heldOut[item]));
                Assert.All(fold.Train.ByUser.Row(user).Indexes.ToArray(), item => Assert.False(heldOut[item]));
            }
        }

        Assert.Equal(Enumerable.Range(0, ratings.Users.Count).Where(user => ratings.ByUser.RowLength(user) > 0), testUsers.Order());
    }

    [Fact]
    public void Unrated_items_are_held_back_by_chance_and_not_by_their_index()
    {
        RatingMatrix ratings = RatingMatrix.Create(IdMap.Range(400), IdMap.Range(20), Enumerable.Range(0, 400)
            .Select(user => new Rating(user, user % 20, 1))
            .ToArray());
        var folds = new UserFolds(ratings, 2);
        int[] chosen = new int[20];
        foreach (int index in new[] { 0, 1 })
        {
            UserFold fold = folds[index];
            foreach (int user in fold.TestUsers)
            {
                bool[] heldOut = fold.HeldOut(user);
                for (int item = 0; item < 20; item++)
                {
                    chosen[item] += heldOut[item] ? 1 : 0;
                }
            }
        }

        // 20 + 380 x 10/19 are expected; the standard deviation is just below 10.
        Assert.All(chosen, count => Assert.InRange(count, 170, 270));
    }

    [Fact]
    public void Impossible_numbers_of_folds_are_refused()
    {
        RatingMatrix ratings = RatingMatrix.Create(IdMap.Range(3), IdMap.Range(1), new[] { new Rating(0, 0, 1), new Rating(1, 0, 1) });
        foreach (int count in new[] { -1, 0, 1, 3 })
        {
            Assert.Throws<ArgumentOutOfRangeException>("count", () => new RatingFolds(ratings, count));
            Assert.Throws<ArgumentOutOfRangeException>("count", () => new UserFolds(ratings, count));
        }

        Assert.Throws<ArgumentOutOfRangeException>("index", () => new RatingFolds(ratings, 2)[2]);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new UserFolds(ratings, 2)[-1]);
    }

    [Fact]
    public void Sets_that_share_a_pair_are_no_split()
    {
        RatingMatrix train = RatingMatrix.Create(
            IdMap.FromTexts(["a", "b"]), IdMap.FromIntegers([7, 8]), new[] { new Rating(0, 0, 1), new Rating(1, 1, 2) });
        RatingMatrix apart = RatingMatrix.Create(
            IdMap.FromTexts(["b", "c"]), IdMap.FromIntegers([7, 9]), new[] { new Rating(0, 0, 1), new Rating(1, 1, 2) });
        RatingMatrix shared = RatingMatrix.Create(IdMap.FromTexts(["b"]), IdMap.FromTexts(["8"]), new[] { new Rating(0, 0, 5) });
        Assert.Same(apart, RatingSplit.Of(train, apart).Test);
        Assert.StartsWith(
            "1 of the 1 test ratings",
            Assert.Throws<SeenRatingsException>(() => RatingSplit.Of(train, shared)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The ratings of a case, with ever more users and ratings until there are enough to be split.</summary>
    private static RatingMatrix Grown(RatingCase drawn, Func<RatingMatrix, bool> isEnough)
    {
        RatingMatrix ratings = drawn.ToMatrix();
        return isEnough(ratings)
            ? ratings
            : Grown(drawn with { Users = drawn.Users + 1, Items = drawn.Items + 1, Ratings = 2 * drawn.Ratings }, isEnough);
    }

    private static int ActiveUsers(RatingMatrix ratings) =>
        Enumerable.Range(0, ratings.Users.Count).Count(user => ratings.ByUser.RowLength(user) > 0);
}

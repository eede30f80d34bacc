using FastMf.Data;
using FastMf.Evaluation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Testing.Generators;
using FastMf.Training;
using FastMf.Training.Ranking;
using FastMf.Training.Validation;
using Xunit;

namespace FastMf.Tests.Training.Sgd;

public class BprTrainerTests
{
    [SeededProperty]
    public void Negatives_are_never_the_users_own_and_come_from_the_ranges(RatingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        int[] itemCounts = ratings.ByUser.ColumnCounts(ratings.Items.Count);
        var sampler = new NegativeSampler(ratings.ByUser, itemCounts);
        int cut = random.NextInt32(ratings.Items.Count);
        var reach = new DrawRange((cut, ratings.Items.Count - cut), (0, cut / 2));
        using BloomFilter positives = AllOf(ratings);
        var draws = new Xoshiro(random.NextInt32(1000), 0);
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            int item = sampler.Draw(user, reach, positives, ref draws);
            if (item >= 0)
            {
                Assert.True(item >= cut || item < cut / 2);
                Assert.True(itemCounts[item] > 0);
                Assert.DoesNotContain(item, ratings.ByUser.Row(user).Indexes.ToArray());
            }
        }
    }

    [Fact]
    public void Every_item_in_reach_is_drawn_about_equally_often()
    {
        RatingMatrix ratings = RatingMatrix.Create(
            IdMap.Range(2), IdMap.Range(10), Enumerable.Range(0, 10).Select(item => new Rating(item < 4 ? 0 : 1, item, 1)).ToArray());
        var sampler = new NegativeSampler(ratings.ByUser, ratings.ByUser.ColumnCounts(10));
        using BloomFilter positives = AllOf(ratings);
        int[] drawn = new int[10];
        var draws = new Xoshiro(6, 0);
        for (int i = 0; i < 6000; i++)
        {
            drawn[sampler.Draw(0, new DrawRange((7, 3), (0, 7)), positives, ref draws)]++;
        }

        Assert.All(drawn[4..], count => Assert.InRange(count, 880, 1120));
    }

    [SeededProperty]
    public void A_filter_finds_all_pairs_that_it_was_given_and_few_others(PairsCase drawn)
    {
        SeededRandom random = drawn.Random();
        var added = new HashSet<(int User, int Item)>();
        using var filter = new BloomFilter(drawn.Pairs);
        (int firstUser, int firstItem) = (random.NextInt32(1 << 20), random.NextInt32(1 << 20));
        while (added.Count < drawn.Pairs)
        {
            (int User, int Item) pair = (firstUser + random.NextInt32(100), firstItem + random.NextInt32(100));
            added.Add(pair);
            filter.Add(pair.User, pair.Item);
        }

        (int strangers, int found) = (0, 0);
        for (int i = 0; i < 10_000; i++)
        {
            (int user, int item) = (firstUser + i / 100, firstItem + i % 100);
            bool isAdded = added.Contains((user, item));
            Assert.True(!isAdded || filter.MayContain(user, item));
            strangers += isAdded ? 0 : 1;
            found += !isAdded && filter.MayContain(user, item) ? 1 : 0;
        }

        Assert.InRange(found, 0, strangers / 5);
    }

    [Fact]
    public void Held_out_positives_rank_above_what_the_group_does_not_choose()
    {
        (RatingMatrix train, List<Rating> held) = TwoGroups(new SeededRandom(3), users: 300, items: 120);
        using MfModel model = new BprTrainer(new BprOptions { Rank = 8, Epochs = 20 }).Train(train).Model;
        int wins = 0;
        var random = new SeededRandom(4);
        foreach (Rating positive in held)
        {
            int foreign = 2 * random.NextInt32(60) + (1 - positive.User % 2);
            wins += Score(model, positive.User, positive.Item) > Score(model, positive.User, foreign) ? 1 : 0;
        }

        Assert.InRange((double)wins / held.Count, 0.95, 1);
    }

    [Fact]
    public void A_user_who_is_folded_in_gets_an_order_like_a_trained_one()
    {
        (RatingMatrix train, List<Rating> held) = TwoGroups(new SeededRandom(3), users: 300, items: 120);
        using MfModel model = new BprTrainer(new BprOptions { Rank = 8, Epochs = 20 }).Train(train).Model;
        using var foldIn = new UserFoldIn(model);
        float[] factors = new float[model.ItemFactors.Stride];
        int wins = 0;
        var random = new SeededRandom(4);
        foreach (Rating positive in held)
        {
            RatingRow row = train.ByUser.Row(positive.User);

            // Whatever their values, ratings are positives.
            float[] values = [.. Enumerable.Range(0, row.Count).Select(_ => (float)random.NextInt32(9) - 4)];
            Assert.Equal(0, foldIn.Solve([.. row.Indexes.ToArray().Select(item => new ItemIndex(item))], values, factors));
            int foreign = 2 * random.NextInt32(60) + (1 - positive.User % 2);
            wins += Score(positive.Item) > Score(foreign) ? 1 : 0;
        }

        Assert.InRange((double)wins / held.Count, 0.95, 1);

        float Score(int item) => model.ItemBiases[item] + KernelSet.Best.Dot(factors, model.ItemFactors.View.PaddedRow(item));
    }

    [Fact]
    public void Predictions_are_probabilities_in_the_order_of_the_scores_and_no_ratings()
    {
        (RatingMatrix train, _) = TwoGroups(new SeededRandom(3), users: 30, items: 20);
        using MfModel model = new BprTrainer(new BprOptions { Rank = 4, Epochs = 3 }).Train(train).Model;
        Assert.Equal((PredictionKind.Preference, 0, 1), (model.Predicts, model.MinimumRating, model.MaximumRating));
        int[] items = [.. Enumerable.Range(0, 20)];
        Assert.Equal(items
            .OrderBy(item => Score(model, 0, item)), items
            .OrderBy(item => model.Predict(new UserIndex(0), new ItemIndex(item))));
        Assert.All(items, item => Assert.InRange(model.Predict(new UserIndex(0), new ItemIndex(item)), 0, 1));
        Assert.Contains(
            "predicts no ratings",
            Assert.Throws<ArgumentException>("model", () => RatingErrors.OfAny(model, train)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Early_stopping_keeps_the_epoch_that_orders_held_out_positives_best()
    {
        (RatingMatrix train, List<Rating> held) = TwoGroups(new SeededRandom(3), users: 60, items: 60);
        RatingMatrix validation = RatingMatrix.Create(train.Users, train.Items, held.ToArray());
        var options =
            new BprOptions { Rank = 16, Epochs = 400, Regularization = 0, BiasRegularization = 0, EarlyStopping = new EarlyStopping(3) };
        TrainingResult result = new BprTrainer(options).Train(train, validation);
        using MfModel model = result.Model;
        Assert.Equal(StopReason.StoppedEarly, result.StopReason);
        Assert.Equal(result.Epochs.Min(epoch => epoch.ValidationRmse), result.Epochs[result.BestEpoch - 1].ValidationRmse);
        using MfModel again = new BprTrainer(options with { Epochs = result.BestEpoch, EarlyStopping = null }).Train(train).Model;
        Assert.Equal(again.ComputeHash(), model.ComputeHash());
        Assert.Throws<ArgumentException>("validation", () => new BprTrainer(options).Train(train));
    }

    [SeededProperty]
    public void Validation_pairs_each_positive_with_an_item_that_the_user_never_chose(RatingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix all = drawn.ToMatrix();
        (RatingMatrix train, RatingMatrix validation) = all.Partition(
            [.. Enumerable.Range(0, all.Count).Select(_ => random.NextInt32(3) == 0)]);
        int[] counts = train.ByUser.ColumnCounts(train.Items.Count);
        if (train.Count == 0 || validation.Count == 0)
        {
            return;
        }

        // A model that scores what a user ever chose 1 and all else 0: every pair has the same error, and there is none without one.
        var set = new PairwiseValidationSet(
            validation,
            train,
            [.. Enumerable.Range(0, train.Users.Count).Select(train.ByUser.RowLength)],
            counts,
            KernelSet.Best,
            workers: 2);
        using var parameters = new ModelParameters(all.Users.Count, all.Items.Count, all.Items.Count);
        for (int user = 0; user < all.Users.Count; user++)
        {
            foreach (int item in all.ByUser.Row(user).Indexes)
            {
                parameters.UserFactors.View.Row(user)[item] = train.ByUser.RowLength(user) > 0 && counts[item] > 0 ? 1 : 0;
            }
        }

        for (int item = 0; item < all.Items.Count; item++)
        {
            parameters.ItemFactors.View.Row(item)[item] = 1;
        }

        double error = 1 / (1 + Math.E);
        Assert.InRange(set.Rmse(parameters, 2, default), error - 1e-9, 0.5);
        bool allKnown = Grids.Samples(validation).All(sample => train.ByUser.RowLength(sample.User) > 0 && counts[sample.Item] > 0);
        bool allPaired = Enumerable.Range(0, all.Users.Count).All(
            user => validation.ByUser.RowLength(user) == 0 || all.ByUser.RowLength(user) < counts.Count(count => count > 0) / 2);
        if (allKnown && allPaired)
        {
            Assert.Equal(error, set.Rmse(parameters, 1, default), 1e-6);
        }
    }

    [Fact]
    public void The_loss_falls_and_the_model_is_the_same_for_every_number_of_threads_and_width()
    {
        // 12,000 users of 30 positives: a grid of several stripes and an odd number of columns.
        var random = new SeededRandom(9);
        Rating[] positives =
        [
            .. Enumerable.Range(0, 12_000).SelectMany(
                user => Enumerable.Range(0, 30).Select(_ => new Rating(user, random.NextInt32(2500), 1))),
        ];
        RatingMatrix train = RatingMatrix.Create(IdMap.Range(12_000), IdMap.Range(2500), positives);
        var options = new BprOptions { Rank = 8, Epochs = 3, SimdLevel = FusedLevel.Kernels.Level };
        BprOptions[] variants =
        [
            options with { Threads = 1 },
            options with { Threads = 2 },
            options with { Threads = 8, SimdLevel = SimdLevel.Vector512 },
            options with { Threads = 3, SimdLevel = SimdLevel.Vector256 },
        ];
        var hashes = new HashSet<string>();
        foreach (BprOptions variant in variants)
        {
            TrainingResult result = new BprTrainer(variant).Train(train);
            using MfModel model = result.Model;
            hashes.Add(model.ComputeHash());
            Assert.Equal(result.Epochs.OrderByDescending(report => report.Loss), result.Epochs);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public void A_user_who_chose_everything_is_left_out_without_harm()
    {
        RatingMatrix all = RatingMatrix.Create(
            IdMap.Range(1), IdMap.Range(20), Enumerable.Range(0, 20).Select(item => new Rating(0, item, 1)).ToArray());
        TrainingResult result = new BprTrainer(new BprOptions { Epochs = 2 }).Train(all);
        using MfModel model = result.Model;
        Assert.Equal(0, result.Epochs[^1].TrainRmse);
        Assert.True(float.IsFinite(Score(model, 0, 3)));
    }

    [Fact]
    public void Wrong_options_are_refused_by_name()
    {
        RatingMatrix ratings = RatingMatrixGenerator.Generate(new SeededRandom(1));
        Assert.Equal(
            "Rank", Assert.Throws<ArgumentOutOfRangeException>(() => new BprTrainer(new BprOptions { Rank = 0 }).Train(ratings)).ParamName);
        Assert.Equal(
            "Regularization",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BprTrainer(new BprOptions { Regularization =
                -1 }).Train(ratings)).ParamName);
    }

    private static BloomFilter AllOf(RatingMatrix ratings)
    {
        var filter = new BloomFilter(ratings.Count);
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            foreach (int item in ratings.ByUser.Row(user).Indexes)
            {
                filter.Add(user, item);
            }
        }

        return filter;
    }

    private static float Score(MfModel model, int user, int item) => model.Score(new UserIndex(user), new ItemIndex(item));

    /// <summary>Even users choose even items, odd users odd ones, half of them each; a tenth of the positives is held out.</summary>
    private static (RatingMatrix Train, List<Rating> Held) TwoGroups(SeededRandom random, int users, int items)
    {
        var train = new List<Rating>();
        var held = new List<Rating>();
        for (int user = 0; user < users; user++)
        {
            for (int item = user % 2; item < items; item += 2)
            {
                if (random.NextInt32(2) == 0)
                {
                    (random.NextInt32(10) == 0 ? held : train).Add(new Rating(user, item, 1));
                }
            }
        }

        return (RatingMatrix.Create(IdMap.Range(users), IdMap.Range(items), train.ToArray()), held);
    }

    public sealed record PairsCase([Between(1, 3000)] int Pairs, int Seed) : SeededCase(Seed);
}

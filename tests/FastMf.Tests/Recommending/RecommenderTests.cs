using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending;

public class RecommenderTests
{
    [SeededProperty]
    public void A_list_is_the_head_of_a_full_sort_without_what_was_rated(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings);
        for (int user = 0; user < model.Users.Count; user++)
        {
            var list = new ScoredItem[random.NextInt32(2 * model.Items.Count + 2)];
            float threshold = random.NextInt32(2) == 0 ? float.NegativeInfinity : model.Mean + random.NextInt32(9) / 8f;
            bool includeRated = random.NextInt32(3) == 0;
            int[] excluded = includeRated ? [] : [.. test.RatedBy(model.Users.GetId(user)).Select(rated => rated.Item)];
            ScoredItem[] expected = NaiveRanking.Sorted(
                NaiveRanking.Scores(model, model.UserFactors.Row(user), model.UserBiases[user]), excluded, list.Length, threshold);

            var filter = new RecommendationFilter { Threshold = threshold, IncludeRated = includeRated };
            RecommendationResult result = recommender.Recommend(new UserIndex(user), list, filter);
            Assert.Equal((expected.Length, RecommendationBasis.TrainedFactors), (result.Count, result.Basis));
            Assert.Equal(expected, list[..expected.Length]);
            Assert.All(list[expected.Length..], rest => Assert.Equal(default, rest));
            if (model.UserRatingCounts[user] > 0)
            {
                Assert.Equal(result, recommender.Recommend(model.Users.GetId(user), list, filter, UnknownUserPolicy.FoldIn));
                Assert.Equal(expected, list[..result.Count]);
            }
        }
    }

    [SeededProperty(Runs = 40)]
    public void A_list_of_inexact_scores_is_a_top_list_up_to_rounding(ListCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.Create(random, 3, drawn.Items, drawn.Rank, random.NextGaussian);
        var list = new ScoredItem[drawn.Length];
        using var recommender = new Recommender(model);
        int count = recommender.Recommend(new UserIndex(1), list).Count;
        NaiveRanking.AssertIsTop(
            NaiveRanking.Scores(model, model.UserFactors.Row(1), model.UserBiases[1]), list.AsSpan(0, count), list.Length, 1e-4);
    }

    [Fact]
    public void Of_items_with_the_same_factors_the_smaller_index_comes_first()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 1, 1200, 5);
        for (int item = 0; item < model.Items.Count; item++)
        {
            model.ItemFactors.View.Row(0).CopyTo(model.ItemFactors.View.Row(item));
            model.Parameters.ItemBiases[item] = 0.5f;
        }

        var list = new ScoredItem[700];
        using var recommender = new Recommender(model);
        Assert.Equal(700, recommender.Recommend(new UserIndex(0), list).Count);
        int[] rated = [.. Enumerable.Range(0, 1200).Where(item => model.ItemRatingCounts[item] > 0)];
        Assert.Equal(rated.Take(700), list.Select(entry => entry.Item.Value));
    }

    [SeededProperty]
    public void Given_factors_are_ranked_as_the_models_own(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        float[] factors = new float[model.ItemFactors.Stride];
        foreach (ref float value in factors.AsSpan(0, model.Rank))
        {
            value = (random.NextInt32(17) - 8) / 8f;
        }

        const float Bias = 0.375f;
        int[] excluded = [.. Enumerable.Range(0, model.Items.Count).Where(_ => random.NextInt32(4) == 0)];
        var list = new ScoredItem[1 + random.NextInt32(20)];
        float threshold = model.Mean - 0.25f;
        ScoredItem[] expected = NaiveRanking.Sorted(NaiveRanking.Scores(model, factors, Bias), excluded, list.Length, threshold);
        using var recommender = new Recommender(model, test.Ratings);
        var filter = new RecommendationFilter { Threshold = threshold, Excluded = excluded.Select(item => new ItemIndex(item)).ToArray() };
        RecommendationResult result = recommender.Recommend(factors, Bias, list, filter);
        Assert.Equal(RecommendationBasis.GivenFactors, result.Basis);
        Assert.Equal(expected, list[..result.Count]);
    }

    [SeededProperty]
    public void An_unknown_user_gets_the_most_popular_items_that_he_has_not_rated(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings);
        IEnumerable<string> unknown = RatedCase.Strangers.Concat(
            Enumerable.Range(0, model.Users.Count).Where(user => model.UserRatingCounts[user] == 0).Select(model.Users.GetId));
        foreach (string user in unknown)
        {
            float threshold = random.NextInt32(2) == 0 ? float.NegativeInfinity : model.Mean;
            bool includeRated = random.NextInt32(3) == 0;
            int[] excluded = includeRated ? [] : [.. test.RatedBy(user).Select(rated => rated.Item)];
            var list = new ScoredItem[1 + random.NextInt32(20)];
            int[] counts = model.ItemRatingCounts.ToArray();
            float[] scores = [.. model.ItemBiases.ToArray().Select(bias => model.Mean + bias)];
            ScoredItem[] expected =
            [
                .. Enumerable.Range(0, counts.Length).Except(excluded)
                    .Where(item => counts[item] > 0 && scores[item] > threshold)
                    .OrderByDescending(item => counts[item]).ThenBy(item => item)
                    .Take(list.Length)
                    .Select(item => new ScoredItem(new ItemIndex(item), scores[item])),
            ];

            var filter = new RecommendationFilter { Threshold = threshold, IncludeRated = includeRated };
            RecommendationResult result = recommender.Recommend(user, list, filter);
            Assert.Equal(new RecommendationResult(expected.Length, RecommendationBasis.Popularity, default), result);
            Assert.Equal(expected, list[..result.Count]);
        }
    }

    [SeededProperty]
    public void An_unknown_user_with_ratings_can_be_folded_in(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings);
        using var foldIn = new UserFoldIn(model);
        foreach (string user in RatedCase.Strangers)
        {
            (int Item, float Value)[] rated = test.RatedBy(user);
            bool includeRated = random.NextInt32(3) == 0;
            var list = new ScoredItem[1 + random.NextInt32(20)];
            var filter = new RecommendationFilter { IncludeRated = includeRated };
            RecommendationResult result = recommender.Recommend(user, list, filter, UnknownUserPolicy.FoldIn);
            if (rated.Length == 0)
            {
                Assert.Equal(RecommendationBasis.Popularity, result.Basis);
                continue;
            }

            Assert.Equal(RecommendationBasis.FoldedInFactors, result.Basis);
            ItemIndex[] items = [.. rated.Select(entry => new ItemIndex(entry.Item))];
            float[] factors = new float[model.ItemFactors.Stride];
            float bias = foldIn.Solve(items, [.. rated.Select(entry => entry.Value)], factors);
            var expected = new ScoredItem[list.Length];
            int expectedCount = recommender.Recommend(
                factors, bias, expected, new RecommendationFilter { Excluded = includeRated ? default : items.AsMemory() }).Count;
            Assert.Equal(expected[..expectedCount], list[..result.Count]);
        }
    }

    [Fact]
    public void Ratings_with_integer_ids_exclude_items_of_a_model_with_text_ids()
    {
        using MfModel original = RandomModel.CreateExact(new SeededRandom(3), 2, 3, 4);
        var model = new MfModel(
            IdMap.FromTexts(["20", "3"]), IdMap.FromTexts(["1", "10", "2"]), original.Parameters, [1, 1], [1, 1, 1], original.Info);

        // As integers the items are 1, 2, 10 and the users 3, 20: another order on both sides.
        RatingMatrix rated = RatingMatrix.Create(
            IdMap.FromIntegers([3, 20]),
            IdMap.FromIntegers([1, 2, 10]),
            new[] { new Rating(0, 1, 4), new Rating(0, 2, 4), new Rating(1, 0, 4) });
        using var recommender = new Recommender(model, rated);
        var list = new ScoredItem[3];
        RecommendationResult result = recommender.Recommend("3", list);
        Assert.Equal(RecommendationBasis.TrainedFactors, result.Basis);
        Assert.Equal(["1"], list[..result.Count].Select(entry => model.Items.GetId(entry.Item.Value)));
        result = recommender.Recommend("20", list);
        Assert.Equal(["10", "2"], list[..result.Count].Select(entry => model.Items.GetId(entry.Item.Value)).Order());
    }

    [Fact]
    public void Ratings_with_text_ids_exclude_items_of_a_model_with_integer_ids_however_they_spell_them()
    {
        using MfModel original = RandomModel.CreateExact(new SeededRandom(3), 2, 3, 4);
        var model = new MfModel(
            IdMap.FromIntegers([7, 20]), IdMap.FromIntegers([1, 2, 10]), original.Parameters, [1, 1], [1, 1, 1], original.Info);
        RatingMatrix rated = RatingMatrix.Create(
            IdMap.FromTexts(["007", "twenty"]),
            IdMap.FromTexts(["010", "2", "two"]),
            new[] { new Rating(0, 0, 4), new Rating(0, 1, 4), new Rating(1, 1, 4) });
        using var recommender = new Recommender(model, rated);
        var list = new ScoredItem[3];
        Assert.Equal(1, recommender.Recommend(new UserIndex(0), list).Count);
        Assert.Equal(0, list[0].Item.Value);
        Assert.Equal(3, recommender.Recommend(new UserIndex(1), list).Count);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 4, 6, 5);
        using var recommender = new Recommender(model);
        var list = new ScoredItem[3];
        float[] factors = new float[16];
        Assert.Throws<ArgumentNullException>("model", () => new Recommender(null!));
        Assert.Throws<ArgumentException>("bias", () => recommender.Recommend(factors, float.NaN, list));
        Assert.Throws<ArgumentException>("factors", () => recommender.Recommend(new float[5], 0, list));
        Assert.Throws<ArgumentException>("factors", () => recommender.Recommend(new float[32], 0, list));
        foreach (int index in new[] { -1, 6, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Recommend(new UserIndex(index), list));
            Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.SimilarUsers(new UserIndex(index), new ScoredUser[3]));
            Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.SimilarItems(new ItemIndex(index), list));
        }
    }

    [Fact]
    public void Excluded_items_may_repeat_and_need_not_exist()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 1, 40, 5);
        using var recommender = new Recommender(model);
        var expected = new ScoredItem[40];
        RecommendationFilter Without(params int[] items) => new() { Excluded = items.Select(item => new ItemIndex(item)).ToArray() };
        int expectedCount = recommender.Recommend(new float[16], 0, expected, Without(7)).Count;
        var list = new ScoredItem[40];
        int count = recommender.Recommend(new float[16], 0, list, Without(-5, 7, 7, 900)).Count;
        Assert.Equal(expected[..expectedCount], list[..count]);
    }

    [Fact]
    public void An_empty_list_and_an_unreachable_threshold_find_nothing()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 4, 6, 5);
        using var recommender = new Recommender(model);
        var list = new ScoredItem[3];
        Assert.Equal(0, recommender.Recommend(new UserIndex(0), []).Count);
        Assert.Equal(0, recommender.SimilarItems(new ItemIndex(0), []).Count);
        Assert.Equal(0, recommender.SimilarUsers(new UserIndex(0), []).Count);
        Assert.Equal(0, recommender.Recommend("nobody", []).Count);
        var unreachable = new RecommendationFilter { Threshold = float.PositiveInfinity };
        Assert.Equal(0, recommender.Recommend(new UserIndex(0), list, unreachable).Count);
        Assert.Equal(0, recommender.Recommend("nobody", list, unreachable with { Threshold = float.MaxValue }).Count);
    }

    [Fact]
    public void Scores_that_are_not_finite_are_in_no_list()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 4, 6, 5);
        float[] factors = new float[16];
        factors.AsSpan(0, 5).Fill(float.NaN);
        var list = new ScoredItem[6];
        using var recommender = new Recommender(model);
        Assert.Equal(0, recommender.Recommend(factors, 0, list).Count);
        Assert.Equal(0, recommender.Recommend(new float[16], float.PositiveInfinity, list).Count);
    }

    [Fact]
    public void Many_threads_at_once_get_the_lists_that_one_gets()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 50, 700, 20);
        using var recommender = new Recommender(model);
        ScoredItem[] ListOf(int user)
        {
            var list = new ScoredItem[10];
            recommender.Recommend(new UserIndex(user), list);
            return list;
        }

        ScoredItem[] SimilarTo(int item)
        {
            var list = new ScoredItem[10];
            recommender.SimilarItems(new ItemIndex(item), list);
            return list;
        }

        ScoredItem[][] lists = [.. Enumerable.Range(0, 50).Select(ListOf)];
        ScoredItem[][] similar = [.. Enumerable.Range(0, 50).Select(SimilarTo)];
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.Equal(lists[i % 50], ListOf(i % 50));
            Assert.Equal(similar[i % 50], SimilarTo(i % 50));
        });
    }

    public sealed record ListCase([Between(1, 1500)] int Items, [Between(1, 70)] int Rank, [Between(1, 30)] int Length, int Seed)
        : SeededCase(Seed);
}

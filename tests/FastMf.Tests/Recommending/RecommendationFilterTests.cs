using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending;

public class RecommendationFilterTests
{
    [SeededProperty(Runs = 80)]
    public void Every_part_of_a_filter_holds_with_and_without_an_index(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings, new RecommenderOptions { BuildIndex = random.NextInt32(2) == 0 });
        ulong[] masks = [.. Enumerable.Range(0, model.Items.Count).Select(_ => (ulong)random.NextInt32(16) << 60)];
        var groups = new ItemGroups(model, masks);
        ulong any = (ulong)random.NextInt32(16) << 60;
        ulong none = (ulong)random.NextInt32(4) << 60;
        bool includeRated = random.NextInt32(2) == 0;
        float? threshold = random.NextInt32(2) == 0 ? null : (float)(model.Mean + random.NextGaussian());
        int[] excluded = [.. Enumerable.Range(0, model.Items.Count).Where(_ => random.NextInt32(4) == 0)];
        var filter = new RecommendationFilter
        {
            IncludeRated = includeRated,
            Threshold = threshold,
            Excluded = excluded.Select(item => new ItemIndex(item)).ToArray(),
            Groups = groups,
            AnyOf = any,
            NoneOf = none,
        };
        var list = new ScoredItem[1 + random.NextInt32(20)];
        for (int user = 0; user < model.Users.Count; user++)
        {
            IEnumerable<int> rated = test.RatedBy(model.Users.GetId(user)).Select(pair => pair.Item);
            IEnumerable<int> wrongGroup = Enumerable.Range(0, masks.Length)
                .Where(item => (any != 0 && (masks[item] & any) == 0) || (masks[item] & none) != 0);
            ScoredItem[] expected = NaiveRanking.Sorted(
                NaiveRanking.Scores(model, model.UserFactors.Row(user), model.UserBiases[user]),
                [.. excluded, .. wrongGroup, .. includeRated ? [] : rated],
                list.Length,
                threshold ?? double.NegativeInfinity);
            int count = recommender.Recommend(new UserIndex(user), list, filter).Count;
            Assert.Equal(expected, list[..count]);
            if (model.UserRatingCounts[user] > 0)
            {
                count = recommender.Recommend(model.Users.GetId(user), list, filter).Count;
                Assert.Equal(expected, list[..count]);
            }
        }
    }

    [SeededProperty]
    public void Every_part_of_a_filter_holds_in_lists_of_popular_items_too(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings, new RecommenderOptions { BuildIndex = false });
        ulong[] masks = [.. Enumerable.Range(0, model.Items.Count).Select(_ => (ulong)random.NextInt32(16))];
        int[] excluded = [.. Enumerable.Range(0, model.Items.Count).Where(_ => random.NextInt32(4) == 0)];
        var filter = new RecommendationFilter
        {
            Threshold = random.NextInt32(2) == 0 ? null : model.Mean - 0.5f,
            IncludeRated = random.NextInt32(2) == 0,
            Excluded = excluded.Select(item => new ItemIndex(item)).ToArray(),
            Groups = random.NextInt32(3) == 0 ? null : new ItemGroups(model, masks),
            AnyOf = (ulong)random.NextInt32(8),
            NoneOf = 8,
        };
        foreach (string stranger in RatedCase.Strangers)
        {
            var list = new ScoredItem[1 + random.NextInt32(20)];
            var rated = test.RatedBy(stranger).Select(pair => pair.Item).ToHashSet();
            int[] expected =
            [
                .. Enumerable.Range(0, masks.Length)
                    .Where(item => model.ItemRatingCounts[item] > 0 && !excluded.Contains(item))
                    .Where(item => filter.IncludeRated || !rated.Contains(item))
                    .Where(item => filter.Threshold is null || model.Mean + model.ItemBiases[item] > filter.Threshold)
                    .Where(item => filter.Groups is null || filter.AnyOf == 0 || (masks[item] & filter.AnyOf) != 0)
                    .Where(item => filter.Groups is null || (masks[item] & filter.NoneOf) == 0)
                    .OrderByDescending(item => model.ItemRatingCounts[item]).ThenBy(item => item)
                    .Take(list.Length),
            ];
            RecommendationResult result = recommender.Recommend(stranger, list, filter);
            Assert.Equal(RecommendationBasis.Popularity, result.Basis);
            Assert.Equal(expected, list[..result.Count].Select(entry => entry.Item.Value));
        }
    }

    [SeededProperty(Runs = 40)]
    public void Every_part_of_a_filter_holds_in_a_folded_in_users_list(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        MfModel model = test.Model;
        using var recommender = new Recommender(model, test.Ratings);
        var groups = new ItemGroups(model, [.. Enumerable.Range(0, model.Items.Count).Select(_ => (ulong)random.NextInt32(16))]);
        foreach (string stranger in RatedCase.Strangers)
        {
            var all = new ScoredItem[model.Items.Count];
            var everything = new RecommendationFilter { IncludeRated = true };
            RecommendationResult unfiltered = recommender.Recommend(stranger, all, everything, UnknownUserPolicy.FoldIn);
            var filter = new RecommendationFilter
            {
                Threshold = model.Mean,
                Excluded = new[] { new ItemIndex(0), new ItemIndex(3) },
                Groups = groups,
                AnyOf = 3,
                NoneOf = 8,
            };
            var list = new ScoredItem[5];
            RecommendationResult result = recommender.Recommend(stranger, list, filter, UnknownUserPolicy.FoldIn);
            var rated = test.RatedBy(stranger).Select(pair => pair.Item).ToHashSet();
            ScoredItem[] expected =
            [
                .. all[..unfiltered.Count]
                    .Where(entry => entry.Score > model.Mean && !rated.Contains(entry.Item.Value) && entry.Item.Value is not (0 or 3))
                    .Where(entry => (groups.Masks[entry.Item.Value] & 3) != 0 && (groups.Masks[entry.Item.Value] & 8) == 0)
                    .Take(list.Length),
            ];
            Assert.Equal(unfiltered.Basis, result.Basis);
            Assert.Equal(expected, list[..result.Count]);
        }
    }

    [Fact]
    public void Filters_of_similar_items_hold_too()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(8), 1, 700, 6, new SeededRandom(9).NextGaussian);
        using var recommender = new Recommender(model);
        var groups = new ItemGroups(model, [.. Enumerable.Range(0, 700).Select(i => 1ul << (i % 3))]);
        var item = new ItemIndex(Enumerable.Range(0, 700).First(i => i % 3 == 0 && model.ItemRatingCounts[i] > 0));
        ScoredItem[] all = new ScoredItem[700];
        ScoredItem[] some = new ScoredItem[20];
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
        {
            int count = recommender.SimilarItems(item, all, similarity: similarity).Count;
            ScoredItem[] expected =
                [.. all[..count].Where(entry => entry.Item.Value % 3 == 1 && entry.Item.Value != 4 && entry.Score > 0.1f).Take(20)];
            var filter = new RecommendationFilter
            {
                Groups = groups,
                AnyOf = 2,
                Excluded = new[] { new ItemIndex(4) },
                Threshold = 0.1f,
                IncludeRated = true, // has no meaning here: the item itself is never listed
            };
            int filtered = recommender.SimilarItems(item, some, filter, similarity).Count;
            Assert.Equal(expected, some[..filtered]);
            Assert.Equal(20, filtered);
        }
    }

    /// <summary>Whatever is wrong with a filter is said in the name of the argument.</summary>
    [Fact]
    public void A_filter_that_makes_no_sense_is_refused_by_every_request()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 4, 6, 5);
        using MfModel other = RandomModel.Create(new SeededRandom(8), 1, 7, 6, () => 1);
        using var recommender = new Recommender(model);
        var list = new ScoredItem[3];
        RecommendationFilter[] filters =
        [
            new() { Threshold = float.NaN },
            new() { Excluded = new[] { new ItemIndex(3), new ItemIndex(2) } },
            new() { Groups = new ItemGroups(other, new ulong[7]) },
        ];
        foreach (RecommendationFilter filter in filters)
        {
            Action[] requests =
            [
                () => recommender.Recommend(new UserIndex(0), list, filter),
                () => recommender.Recommend(model.Users.GetId(0), list, filter),
                () => recommender.Recommend("nobody", list, filter),
                () => recommender.Recommend([new ItemIndex(0)], [1], list, filter),
                () => recommender.Recommend(new float[16], 0, list, filter),
                () => recommender.RecommendBatch(new[] { new UserIndex(0) }, list, new RecommendationResult[1], filter),
                () => recommender.SimilarItems(new ItemIndex(0), list, filter),
            ];
            Assert.All(requests, request => Assert.Throws<ArgumentException>(nameof(filter), request));
        }

        UserFilter[] userFilters = [new() { Threshold = float.NaN }, new() { Excluded = new[] { new UserIndex(3), new UserIndex(2) } }];
        Assert.All(userFilters, filter => Assert.Throws<ArgumentException>(
            nameof(filter), () => recommender.SimilarUsers(new UserIndex(0), new ScoredUser[2], filter)));
    }

    [Fact]
    public void Groups_that_are_not_one_for_each_item_are_refused()
    {
        using MfModel model = SmallModel.Create();
        Assert.Throws<ArgumentException>("masks", () => new ItemGroups(model, [1, 2]));
    }
}

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
            Excluded = [.. excluded.Select(item => new ItemIndex(item))],
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
            int count = recommender.Recommend(new UserIndex(user), list, filter, out _);
            Assert.Equal(expected, list[..count]);
        }
    }

    [Fact]
    public void Filters_of_similar_items_hold_too()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(8), 1, 700, 6, new SeededRandom(9).NextGaussian);
        using var recommender = new Recommender(model);
        var groups = new ItemGroups(model, [.. Enumerable.Range(0, 700).Select(i => 1ul << (i % 3))]);
        ItemIndex item = Enumerable.Range(0, 700).Where(i => i % 3 == 0 && model.ItemRatingCounts[i] > 0).Select(i => new ItemIndex(i)).First();
        ScoredItem[] all = new ScoredItem[700];
        ScoredItem[] some = new ScoredItem[20];
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
        {
            int count = recommender.SimilarItems(item, all, similarity);
            ScoredItem[] expected = [.. all[..count].Where(entry => entry.Item.Value % 3 == 1 && entry.Item.Value != 4 && entry.Score > 0.1f).Take(20)];
            var filter = new RecommendationFilter { Groups = groups, AnyOf = 2, Excluded = [new ItemIndex(4)], Threshold = 0.1f };
            int filtered = recommender.SimilarItems(item, some, similarity, filter, out _);
            Assert.Equal(expected, some[..filtered]);
            Assert.Equal(20, filtered);
        }
    }

    [Fact]
    public void Groups_of_another_model_are_refused()
    {
        using MfModel model = SmallModel.Create();
        using MfModel other = RandomModel.Create(new SeededRandom(8), 1, 7, 6, () => 1);
        Assert.Throws<ArgumentException>("masks", () => new ItemGroups(model, [1, 2]));
        using var recommender = new Recommender(model);
        var groups = new ItemGroups(other, new ulong[7]);
        Assert.Throws<ArgumentException>(
            "filter", () => recommender.Recommend(new UserIndex(0), new ScoredItem[1], new RecommendationFilter { Groups = groups }, out _));
    }
}

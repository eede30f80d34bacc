using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Testing.Generators;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending;

public sealed class ServingAllocationTests : IDisposable
{
    private readonly MfModel _model = RandomModel.Create(new SeededRandom(12), 40, 30, 20, new SeededRandom(13).NextGaussian);
    private readonly ScoredItem[] _list = new ScoredItem[10];
    private readonly float[] _factors = new float[32];

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_list_for_a_user_allocates_nothing()
    {
        using var recommender = new Recommender(_model, RatingMatrixGenerator.Generate(new SeededRandom(1)));
        AssertAllocatesNothing(i => recommender.Recommend(new UserIndex(i % 40), _list));
    }

    [Fact]
    public void A_list_for_factors_allocates_nothing()
    {
        using var recommender = new Recommender(_model);
        ItemIndex[] excluded = [new ItemIndex(2), new ItemIndex(5)];
        var filter = new RecommendationFilter { Excluded = excluded, Threshold = -10 };
        AssertAllocatesNothing(i => recommender.Recommend(_factors, i, _list, filter));
    }

    [Fact]
    public void Lists_found_by_the_index_allocate_nothing()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(12), 40, 3000, 20, new SeededRandom(13).NextGaussian);
        using var recommender = new Recommender(
            model, RatingMatrixGenerator.Generate(new SeededRandom(1)), new RecommenderOptions { IndexUsers = true });
        var groups = new ItemGroups(model, [.. Enumerable.Range(0, 3000).Select(item => (ulong)item)]);
        ItemIndex[] excluded = [new ItemIndex(2), new ItemIndex(5)];
        UserIndex[] excludedUsers = [new UserIndex(2), new UserIndex(5)];
        var users = new ScoredUser[2];
        AssertAllocatesNothing(i =>
        {
            var filter = new RecommendationFilter { Excluded = excluded, Groups = groups, AnyOf = 6, Threshold = 0 };
            Assert.True(recommender.Recommend(new UserIndex(i % 40), _list, filter).Report.Scored < 3000);
            recommender.Recommend(_factors, i, _list, filter);
            recommender.SimilarItems(new ItemIndex(i), _list);
            recommender.SimilarItems(new ItemIndex(i), _list, filter, Similarity.DotProduct);
            recommender.SimilarUsers(new UserIndex(i % 40), users);
            recommender.SimilarUsers(new UserIndex(i % 40), users, new UserFilter { Excluded = excludedUsers }, Similarity.DotProduct);
        });
    }

    [Fact]
    public void Lists_from_ratings_allocate_nothing()
    {
        using var recommender = new Recommender(_model);
        ItemIndex[] items = [.. Enumerable.Range(0, 1000).Select(i => new ItemIndex(i % 20))];
        float[] ratings = [.. items.Select(item => 1f + item.Value % 5)];
        AssertAllocatesNothing(i => recommender.Recommend(items.AsSpan(0, 1000 - i), ratings.AsSpan(0, 1000 - i), _list));
    }

    /// <summary>The user "stranger" has ratings and no factors, "nobody" neither.</summary>
    [Fact]
    public void Lists_by_id_allocate_nothing_for_users_of_every_kind()
    {
        IdMap users = IdMap.FromTexts([.. Enumerable.Range(0, _model.Users.Count).Select(_model.Users.GetId), "stranger"]);
        users.TryGetIndex("stranger", out int stranger);
        RatingMatrix rated = RatingMatrix.Create(users, _model.Items, new Rating[] { new(stranger, 2, 3), new(stranger, 7, 1) });
        using var recommender = new Recommender(_model, rated);
        string[] known =
            [.. Enumerable.Range(0, _model.Users.Count).Where(user => _model.UserRatingCounts[user] > 0).Select(_model.Users.GetId)];
        var groups = new ItemGroups(_model, [.. Enumerable.Range(0, _model.Items.Count).Select(item => (ulong)item)]);
        ItemIndex[] excluded = [new ItemIndex(2), new ItemIndex(5)];
        AssertAllocatesNothing(i =>
        {
            var filter = new RecommendationFilter { Excluded = excluded, Groups = groups, AnyOf = 6 };
            string user = known[i % known.Length];
            Assert.True(recommender.Recommend(user, _list, filter).Basis == RecommendationBasis.TrainedFactors);
            RecommendationBasis folded = recommender.Recommend("stranger", _list, filter, UnknownUserPolicy.FoldIn).Basis;
            Assert.True(folded == RecommendationBasis.FoldedInFactors);
            Assert.True(recommender.Recommend("nobody", _list, filter).Basis == RecommendationBasis.Popularity);
        });
    }

    [Fact]
    public void Similar_items_allocate_nothing()
    {
        using var recommender = new Recommender(_model);
        AssertAllocatesNothing(i => recommender.SimilarItems(new ItemIndex(i % 30), _list));
    }

    [Fact]
    public void Fold_in_allocates_nothing_once_it_has_met_its_longest_row()
    {
        using var foldIn = new UserFoldIn(_model);
        ItemIndex[] items = [.. Enumerable.Range(0, 1000).Select(i => new ItemIndex(i % 30))];
        float[] ratings = [.. items.Select(item => 1f + item.Value % 5)];
        foldIn.Solve(items, ratings, _factors);
        AssertAllocatesNothing(i => foldIn.Solve(items.AsSpan(0, 1000 - i), ratings.AsSpan(0, 1000 - i), _factors));
    }

    [Fact]
    public void Predictions_by_index_and_by_id_allocate_nothing() => AssertAllocatesNothing(i =>
    {
        _model.Predict(new UserIndex(i % 40), new ItemIndex(i % 30));
        _model.Predict("7", "nothing");
    });

    private static void AssertAllocatesNothing(Action<int> request)
    {
        for (int i = 0; i < 50; i++)
        {
            request(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            request(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

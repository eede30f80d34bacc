using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using FastMf.Tests.Training;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Recommending;

public class RecommendFromRatingsTests
{
    [SeededProperty(Runs = 60)]
    public void The_list_is_that_of_the_folded_in_factors_without_what_was_rated(FoldInCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.Create(random, 1, drawn.Items, drawn.Rank, random.NextGaussian);
        using var recommender = new Recommender(model);
        ItemIndex[] items = Items(random, model, drawn.Rated);
        float[] ratings = [.. items.Select(_ => 0.5f * (1 + random.NextInt32(10)))];
        float[] factors = new float[model.ItemFactors.Stride];
        using var foldIn = new UserFoldIn(model);
        float bias = foldIn.Solve(items, ratings, factors);
        var expected = new ScoredItem[10];
        var actual = new ScoredItem[10];
        ItemIndex[] excluded = drawn.IncludeRated ? [] : [.. items.OrderBy(item => item.Value)];
        RecommendationResult given = recommender.Recommend(factors, bias, expected, new RecommendationFilter { Excluded = excluded });
        RecommendationResult folded = recommender.Recommend(
            items, ratings, actual, new RecommendationFilter { IncludeRated = drawn.IncludeRated });
        Assert.Equal(RecommendationBasis.GivenFactors, given.Basis);
        Assert.Equal(given with { Basis = RecommendationBasis.FoldedInFactors }, folded);
        Assert.Equal(expected, actual);
    }

    /// <summary>The pool's workspaces share what depends on the items alone; where missing ratings count that is a matrix.</summary>
    [SeededProperty(Runs = 45)]
    public void A_trained_user_folded_in_by_the_pool_gets_the_list_of_his_trained_row(TrainingCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        RatingMatrix ratings = drawn.ToMatrix();
        using MfModel model = new AlsTrainer(drawn.Options).Train(ratings).Model;
        using var recommender = new Recommender(model, ratings);
        var trained = new ScoredItem[10];
        var folded = new ScoredItem[10];
        for (int round = 0; round < 2; round++)
        {
            for (int user = 0; user < ratings.Users.Count; user++)
            {
                RatingRow row = ratings.ByUser.Row(user);
                if (row.Count > 0)
                {
                    RecommendationResult known = recommender.Recommend(new UserIndex(user), trained);
                    ItemIndex[] items = [.. row.Indexes.ToArray().Select(item => new ItemIndex(item))];
                    Assert.Equal(RecommendationBasis.TrainedFactors, known.Basis);
                    RecommendationResult unknown = recommender.Recommend(items, row.Values, folded);
                    Assert.Equal(known with { Basis = RecommendationBasis.FoldedInFactors }, unknown);
                    Assert.Equal(trained[..known.Count], folded[..unknown.Count]);
                }
            }
        }
    }

    [Fact]
    public void Threads_at_once_get_what_one_gets()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(1), 1, 700, 16, new SeededRandom(2).NextGaussian);
        using var recommender = new Recommender(model);
        var cases = Enumerable.Range(0, 64).Select(seed =>
        {
            ItemIndex[] items = Items(new SeededRandom(seed), model, count: 6 * seed);
            float[] ratings = [.. items.Select(item => 1f + item.Value % 5)];
            var list = new ScoredItem[10];
            recommender.Recommend(items, ratings, list);
            return (items, ratings, list);
        }).ToArray();
        Parallel.For(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            (ItemIndex[] items, float[] ratings, ScoredItem[] expected) = cases[i % cases.Length];
            var list = new ScoredItem[10];
            recommender.Recommend(items, ratings, list);
            Assert.Equal(expected, list);
        });
    }

    [Fact]
    public void A_request_that_fails_does_not_cost_the_next_one_anything()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(1), 1, 70, 16, new SeededRandom(2).NextGaussian);
        using var recommender = new Recommender(model);
        var list = new ScoredItem[3];
        Assert.Throws<ArgumentException>("ratings", () => recommender.Recommend([new ItemIndex(1)], [float.NaN], list));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => recommender.Recommend([new ItemIndex(70)], [1], list));
        Assert.Equal(3, recommender.Recommend([new ItemIndex(1)], [1], list).Count);
    }

    private static ItemIndex[] Items(SeededRandom random, MfModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ItemIndex(random.NextInt32(model.Items.Count)))];

    public sealed record FoldInCase(
        [Between(1, 700)] int Items, [Between(1, 20)] int Rank, [Between(0, 400)] int Rated, bool IncludeRated, int Seed)
        : SeededCase(Seed);
}

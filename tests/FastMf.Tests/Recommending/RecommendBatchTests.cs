using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using FastMf.Tests.Recommending.Search;
using Xunit;

namespace FastMf.Tests.Recommending;

public class RecommendBatchTests
{
    [SeededProperty]
    public void A_batch_gives_the_lists_of_single_requests(BatchCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = drawn.Adversarial
            ? AdversarialFactors.Create(random, drawn.Items, drawn.Rank)
            : RandomModel.CreateExact(random, drawn.Users, drawn.Items, drawn.Rank);
        using var recommender = new Recommender(model);
        var groups = new ItemGroups(model, [.. Enumerable.Range(0, model.Items.Count).Select(_ => (ulong)random.NextInt32(8))]);
        UserIndex[] users =
            [.. Enumerable.Range(0, drawn.Requests).Select(_ => new UserIndex(random.NextInt32(model.Users.Count)))];
        int length = drawn.Length;
        int[] excluded = [.. Enumerable.Range(0, model.Items.Count).Where(_ => random.NextInt32(20) == 0)];
        var filter = new RecommendationFilter
        {
            Threshold = random.NextInt32(2) == 0 ? null : (float)random.NextGaussian(),
            Excluded = excluded.Select(item => new ItemIndex(item)).ToArray(),
            Groups = random.NextInt32(2) == 0 ? null : groups,
            AnyOf = 6,
            NoneOf = 1,
        };
        var lists = new ScoredItem[users.Length * length];
        var results = new RecommendationResult[users.Length];
        recommender.RecommendBatch(users, lists, results, filter, new BatchOptions { Threads = drawn.Threads });
        var expected = new ScoredItem[length];
        for (int i = 0; i < users.Length; i++)
        {
            Assert.Equal(recommender.Recommend(users[i], expected, filter), results[i]);
            Assert.Equal(expected[..results[i].Count], lists.AsSpan(i * length, results[i].Count).ToArray());
        }
    }

    [SeededProperty(Runs = 40)]
    public void Rated_items_are_left_out_unless_they_are_asked_for(RatedModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using var test = new RatedCase(drawn);
        using var recommender = new Recommender(test.Model, test.Ratings);
        UserIndex[] users = [.. Enumerable.Range(0, test.Model.Users.Count).Select(user => new UserIndex(user))];
        var filter = new RecommendationFilter { IncludeRated = random.NextInt32(2) == 0 };
        var lists = new ScoredItem[5 * users.Length];
        var results = new RecommendationResult[users.Length];
        recommender.RecommendBatch(users, lists, results, filter);
        var expected = new ScoredItem[5];
        for (int i = 0; i < users.Length; i++)
        {
            Assert.Equal(recommender.Recommend(users[i], expected, filter), results[i]);
            Assert.Equal(expected[..results[i].Count], lists.AsSpan(5 * i, results[i].Count).ToArray());
        }
    }

    [Fact]
    public void Progress_counts_users_and_a_cancelled_run_stops()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(1), 100, 600, 8, new SeededRandom(2).NextGaussian);
        using var recommender = new Recommender(model);
        UserIndex[] users = [.. Enumerable.Range(0, 100).Select(user => new UserIndex(user))];
        var seen = new List<int>();
        using var cancellation = new CancellationTokenSource();
        var progress = new Seen(done =>
        {
            seen.Add(done);
            if (seen.Count == 6)
            {
                cancellation.Cancel();
            }
        });
        var options = new BatchOptions { Threads = 1, Progress = progress };
        var (lists, results) = (new ScoredItem[100], new RecommendationResult[100]);
        recommender.RecommendBatch(users, lists, results, options: options, cancellation: cancellation.Token);
        Assert.Equal([32, 64, 96, 100], seen);
        Assert.Throws<OperationCanceledException>(
            () => recommender.RecommendBatch(users, lists, results, options: options, cancellation: cancellation.Token));
        Assert.Equal(6, seen.Count);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        using MfModel model = SmallModel.Create();
        using var recommender = new Recommender(model);
        UserIndex[] users = [new UserIndex(0), new UserIndex(1)];
        UserIndex[] strangers = [new UserIndex(0), new UserIndex(3)];
        var results = new RecommendationResult[2];
        var one = new RecommendationResult[1];
        Assert.Throws<ArgumentException>("destination", () => recommender.RecommendBatch(users, new ScoredItem[9], results));
        Assert.Throws<ArgumentException>("destination", () => recommender.RecommendBatch(default, new ScoredItem[1], default));
        Assert.Throws<ArgumentException>("results", () => recommender.RecommendBatch(users, new ScoredItem[10], one));
        Assert.Throws<ArgumentOutOfRangeException>("users", () => recommender.RecommendBatch(strangers, new ScoredItem[10], results));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => recommender.RecommendBatch(users, new ScoredItem[10], results, options: new BatchOptions { Threads = -1 }));
    }

    [Fact]
    public void No_users_and_lists_without_places_are_no_mistakes()
    {
        using MfModel model = SmallModel.Create();
        using var recommender = new Recommender(model);
        recommender.RecommendBatch(Array.Empty<UserIndex>(), Array.Empty<ScoredItem>(), Array.Empty<RecommendationResult>());
        var results = new RecommendationResult[1];
        recommender.RecommendBatch(new[] { new UserIndex(0) }, Array.Empty<ScoredItem>(), results);
        Assert.Equal(0, results[0].Count);
    }

    private sealed class Seen(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    public sealed record BatchCase(
        [Between(1, 100)] int Users,
        [Between(1, 2000)] int Items,
        [Between(1, 40)] int Rank,
        bool Adversarial,
        [Between(0, 150)] int Requests,
        [Between(1, 12)] int Length,
        [Between(1, 3)] int Threads,
        int Seed)
        : SeededCase(Seed);
}

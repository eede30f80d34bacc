using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Evaluation.Ranking;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Evaluation.Tests.Ranking;

public class CatalogueRankingTests
{
    [Fact]
    public void A_case_worked_by_hand()
    {
        // Scores of anna: 10 -> 4, 20 -> 12.5; she has rated 20, so that 10 alone is ranked. Carl is unknown, dora too.
        using MfModel model = SmallModel.Create();
        var split = RatingSplit.Of(
            Matrix(["anna"], [20], [new Rating(0, 0, 3)]),
            Matrix(
                ["anna", "ben", "carl", "dora"],
                [10, 30, 99],
                [new Rating(0, 0, 4), new Rating(0, 2, 2), new Rating(1, 0, 1), new Rating(2, 0, 5), new Rating(3, 0, 5)]));
        RankingReport report = CatalogueRanking.Of(model, split, new RankingOptions { Length = 2, RelevantFrom = 2 });
        UserRanking anna = Assert.Single(report.Users);
        Assert.Equal((0, 2), (anna.User, anna.RelevantCount));
        Assert.Equal(4 / (4 + 2 / Math.Log2(3)), anna.Ndcg, 1e-12);
        Assert.Equal(0.5, anna.Precision);
        Assert.Equal(0.5, anna.Recall);
        Assert.Equal(0.5, anna.AveragePrecision);
        Assert.Equal(1, anna.ReciprocalRank);
        Assert.Equal(1, anna.Hit);
        Assert.Equal(1, anna.Auc);
        Assert.Equal(1, report.UsersWithoutRelevant);
        Assert.Equal(2, report.UnknownUsers);
        Assert.Equal(0.5, report.Coverage);
    }

    [SeededProperty(Runs = 60)]
    public void Lists_are_those_of_a_full_sort_for_every_number_of_threads(CatalogueCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = RandomModel.CreateExact(random, drawn.Users, drawn.Items, drawn.Rank);
        RatingSplit split = Split(random, model);
        var options = new RankingOptions { Length = drawn.Length, RelevantFrom = random.NextInt32(6) - 1, Threads = 1 };
        RankingReport report = CatalogueRanking.Of(model, split, options);
        var listed = new HashSet<int>();
        UserRanking[] expected = [.. Expected(model, split, options, listed)];
        Assert.Equal(expected.Length, report.Users.Count);
        Assert.All(expected.Zip(report.Users), pair => AssertClose(pair.First, pair.Second));
        int known = model.ItemRatingCounts.ToArray().Count(count => count > 0);
        Assert.Equal(known == 0 ? 0 : (double)listed.Count / known, report.Coverage, 1e-12);
        Assert.Equal(report.Users.Count == 0 ? 0 : report.Users.Average(user => user.Ndcg), report.Ndcg, 1e-12);
        Assert.Equal(
            Enumerable.Range(0, split.Test.Users.Count).Count(row => split.Test.ByUser.RowLength(row) > 0),
            report.Users.Count + report.UsersWithoutRelevant + report.UnknownUsers);
        RankingReport parallel = CatalogueRanking.Of(model, split, options with { Threads = 5 });
        Assert.Equal(report.Users, parallel.Users);
        Assert.Equal(report.Coverage, parallel.Coverage);
    }

    [Fact]
    public void A_fold_ranks_held_back_items_only()
    {
        var random = new SeededRandom(5);
        using MfModel model = RandomModel.CreateExact(random, 30, 40, 2);
        RatingMatrix ratings = Ratings(random, model, 0.3);
        UserFold fold = new UserFolds(ratings, 2, seed: 3)[0];
        RankingReport report = CatalogueRanking.Of(model, fold, new RankingOptions { Length = 5 });
        Assert.NotEmpty(report.Users);
        foreach (UserRanking user in report.Users)
        {
            bool[] candidates = fold.HeldOut(user.User);
            RatingRow test = fold.Test.ByUser.Row(user.User);
            Dictionary<int, double> relevance = Relevance(test);
            int[] ranked =
            [
                .. Enumerable.Range(0, model.Items.Count).Where(item => candidates[item])
                    .OrderByDescending(item => model.Score(new UserIndex(user.User), new ItemIndex(item))).ThenBy(item => item),
            ];
            Assert.Equal(RankingMetrics.Ndcg([.. ranked.Select(item => relevance.GetValueOrDefault(item))], 5), user.Ndcg, 1e-12);
            Assert.Equal(RankingMetrics.Auc([.. ranked.Select(relevance.ContainsKey)]), user.Auc, 1e-12);
        }
    }

    [Fact]
    public void Wrong_options_and_a_foreign_model_are_refused()
    {
        using MfModel model = SmallModel.Create();
        RatingMatrix one = Matrix(["anna"], [10], [new Rating(0, 0, -1)]);
        RatingMatrix none = Matrix(["anna"], [10], []);
        RatingSplit split = RatingSplit.Of(none, none);
        Assert.Throws<ArgumentOutOfRangeException>("Length", () => CatalogueRanking.Of(model, split, new RankingOptions { Length = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Gain", () => CatalogueRanking.Of(model, split, new RankingOptions { Gain = (GainKind)7 }));
        Assert.Throws<ArgumentOutOfRangeException>("Threads", () => CatalogueRanking.Of(model, split, new RankingOptions { Threads = -1 }));
        Assert.Throws<ArgumentException>(
            "RelevantFrom", () => CatalogueRanking.Of(model, split, new RankingOptions { RelevantFrom = float.NaN }));
        Assert.Throws<ArgumentException>(() => CatalogueRanking.Of(model, RatingSplit.Of(none, one)));
        UserFold fold = new UserFolds(Matrix(["a", "b"], [10], [new Rating(0, 0, 1), new Rating(1, 0, 1)]), 2)[0];
        Assert.Throws<ArgumentException>("model", () => CatalogueRanking.Of(model, fold));
        Assert.Equal(new RankingReport(10, [], 0, 0, 0).Ndcg, CatalogueRanking.Of(model, split).Ndcg);
    }

    private static IEnumerable<UserRanking> Expected(MfModel model, RatingSplit split, RankingOptions options, HashSet<int> listed)
    {
        for (int user = 0; user < model.Users.Count; user++)
        {
            var relevance = Relevance(split.Test.ByUser.Row(user)).Where(entry => entry.Value >= options.RelevantFrom).ToDictionary();
            if (relevance.Count == 0 || model.UserRatingCounts[user] == 0)
            {
                continue;
            }

            HashSet<int> excluded = [.. split.Train.ByUser.Row(user).Indexes.ToArray()];
            int[] ranked =
            [
                .. Enumerable.Range(0, model.Items.Count).Where(item => model.ItemRatingCounts[item] > 0 && !excluded.Contains(item))
                    .OrderByDescending(item => model.Score(new UserIndex(user), new ItemIndex(item))).ThenBy(item => item),
            ];
            listed.UnionWith(ranked.Take(options.Length));
            double[] gains = [.. ranked.Select(item => relevance.GetValueOrDefault(item))];
            bool[] hits = [.. ranked.Select(relevance.ContainsKey)];

            // Relevant items that are not ranked stand behind all others.
            int missed = relevance.Count - hits.Count(hit => hit);
            yield return new UserRanking(
                user,
                relevance.Count,
                RankingMetrics.Ndcg(gains, [.. relevance.Values], options.Length),
                RankingMetrics.Precision(hits, options.Length),
                RankingMetrics.Recall(hits, relevance.Count, options.Length),
                RankingMetrics.AveragePrecision(hits, relevance.Count, options.Length),
                RankingMetrics.ReciprocalRank(hits, options.Length),
                RankingMetrics.Hit(hits, options.Length),
                RankingMetrics.Auc([.. hits, .. Enumerable.Repeat(true, missed)]));
        }
    }

    private static Dictionary<int, double> Relevance(RatingRow row)
    {
        var relevance = new Dictionary<int, double>();
        for (int i = 0; i < row.Count; i++)
        {
            relevance[row.Indexes[i]] = row.Values[i];
        }

        return relevance;
    }

    private static void AssertClose(UserRanking expected, UserRanking actual)
    {
        Assert.Equal((expected.User, expected.RelevantCount), (actual.User, actual.RelevantCount));
        double[] Values(UserRanking user) => [user.Ndcg, user.Precision, user.Recall, user.AveragePrecision, user.ReciprocalRank, user.Hit, user.Auc];
        Assert.All(Values(expected).Zip(Values(actual)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static RatingSplit Split(SeededRandom random, MfModel model)
    {
        RatingMatrix all = Ratings(random, model, 0.1);
        return RatingSplitter.RandomFraction(all, 0.5, random.NextInt32(1000));
    }

    private static RatingMatrix Ratings(SeededRandom random, MfModel model, double density)
    {
        var ratings = new List<Rating>();
        for (int user = 0; user < model.Users.Count; user++)
        {
            for (int item = 0; item < model.Items.Count; item++)
            {
                if (random.NextDouble() < density)
                {
                    ratings.Add(new Rating(user, item, 0.5f * random.NextInt32(11)));
                }
            }
        }

        return RatingMatrix.Create(model.Users, model.Items, ratings.ToArray());
    }

    private static RatingMatrix Matrix(string[] users, long[] items, Rating[] ratings) =>
        RatingMatrix.Create(IdMap.FromTexts(users), IdMap.FromIntegers(items), ratings);

    /// <summary>Ties are frequent, users more than one block holds, and items sometimes more than one chunk.</summary>
    public sealed record CatalogueCase(
        [Between(1, 70)] int Users, [Between(1, 9000, Usually = 60)] int Items, [Between(1, 3)] int Rank, [Between(0, 11)] int Length, int Seed)
        : SeededCase(Seed);
}

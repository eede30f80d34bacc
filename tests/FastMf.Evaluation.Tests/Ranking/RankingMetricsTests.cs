using FastMf.Evaluation.Ranking;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Evaluation.Tests.Ranking;

public class RankingMetricsTests
{
    private static readonly double Third = 1 / Math.Log2(3);

    [Fact]
    public void Ndcg_of_the_worked_example_of_the_recipe()
    {
        // Truth 6, 4, 3, 2, 1; the list is 4, 3, 2; its best would be 6, 4, 3.
        double expected = (4 + 3 * Third + 2 * 0.5) / (6 + 4 * Third + 3 * 0.5);
        Assert.Equal(expected, RankingMetrics.Ndcg([4, 3, 2], [1, 2, 3, 4, 6], 3), 1e-15);
        Assert.Equal(expected, RankingMetrics.Ndcg([4, 3, 2, 6, 1], 3), 1e-15);
    }

    [Fact]
    public void Exponential_gain_is_a_power_of_two_less_one() => Assert.Equal(
        (1 + 7 * Third) / (7 + 1 * Third), RankingMetrics.Ndcg([1, 3], 2, GainKind.Exponential), 1e-15);

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(3, 0.5)]
    [InlineData(7, 1.0 / 3)]
    public void The_discount_is_one_over_the_logarithm_of_the_next_place(int place, double expected) =>
        Assert.Equal(expected, RankingMetrics.Discount(place), 1e-15);

    [Fact]
    public void A_list_worked_by_hand()
    {
        // Hits at places 2, 3 and 5; a fourth relevant item is not in the list.
        bool[] list = [false, true, true, false, true];
        Assert.Equal(2.0 / 3, RankingMetrics.Precision(list, 3));
        Assert.Equal(0.3, RankingMetrics.Precision(list, 10));
        Assert.Equal(0.5, RankingMetrics.Recall(list, 4, 3));
        Assert.Equal((1.0 / 2 + 2.0 / 3) / 3, RankingMetrics.AveragePrecision(list, 4, 3), 1e-15);
        Assert.Equal((1.0 / 2 + 2.0 / 3 + 3.0 / 5) / 4, RankingMetrics.AveragePrecision(list, 4, 5), 1e-15);
        Assert.Equal(0.5, RankingMetrics.ReciprocalRank(list, 5));
        Assert.Equal(0, RankingMetrics.ReciprocalRank(list, 1));
        Assert.Equal(0, RankingMetrics.Hit(list, 1));
        Assert.Equal(1, RankingMetrics.Hit(list, 2));

        // Of six pairs, the hits at 2 and 3 stand before one miss each.
        Assert.Equal(2.0 / 6, RankingMetrics.Auc(list), 1e-15);
    }

    [Fact]
    public void Nothing_at_all_scores_zero_and_no_nan()
    {
        Assert.Equal(0, RankingMetrics.Ndcg([], 5));
        Assert.Equal(0, RankingMetrics.Ndcg([0, 0], 5));
        Assert.Equal(0, RankingMetrics.Precision([], 5));
        Assert.Equal(0, RankingMetrics.Recall([], 0, 5));
        Assert.Equal(0, RankingMetrics.AveragePrecision([], 0, 5));
        Assert.Equal(0, RankingMetrics.ReciprocalRank([], 5));
        Assert.Equal(0, RankingMetrics.Hit([], 5));
        Assert.Equal(0, RankingMetrics.Auc([]));
        Assert.Equal(0, RankingMetrics.Auc([false]));
        Assert.Equal(1, RankingMetrics.Auc([true]));
    }

    [Fact]
    public void Zero_places_score_zero() => Assert.All(
        new[]
        {
            RankingMetrics.Ndcg([3, 2], 0),
            RankingMetrics.Precision([true], 0),
            RankingMetrics.Recall([true], 1, 0),
            RankingMetrics.AveragePrecision([true], 1, 0),
            RankingMetrics.ReciprocalRank([true], 0),
            RankingMetrics.Hit([true], 0),
        },
        value => Assert.Equal(0, value));

    [Fact]
    public void Negative_places_and_impossible_relevance_are_errors()
    {
        Action[] negative =
        [
            () => RankingMetrics.Ndcg([1], -1),
            () => RankingMetrics.Precision([true], -1),
            () => RankingMetrics.Recall([true], 1, -1),
            () => RankingMetrics.AveragePrecision([true], 1, -1),
            () => RankingMetrics.ReciprocalRank([true], -1),
            () => RankingMetrics.Hit([true], -1),
        ];
        Assert.All(negative, action => Assert.Throws<ArgumentOutOfRangeException>("k", action));
        Assert.Throws<ArgumentOutOfRangeException>("place", () => RankingMetrics.Discount(0));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.Recall([true, true], 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.AveragePrecision([true, true], 1, 2));
        foreach (double value in new[] { -0.5, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentException>(() => RankingMetrics.Ndcg([value], 1));
        }

        Assert.Throws<ArgumentException>(() => RankingMetrics.Ndcg([2000], 1, GainKind.Exponential));
    }

    [SeededProperty]
    public void Every_measure_is_within_its_bounds_and_the_perfect_order_scores_one(ListCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] relevance = Relevance(random, drawn.Length);
        bool[] hits = [.. relevance.Select(value => value > 0)];
        int count = hits.Count(hit => hit);
        int k = 1 + random.NextInt32(2 * relevance.Length);
        Assert.All(All(relevance, k, drawn.Gain), value => Assert.InRange(value, 0, 1));

        double[] perfect = [.. relevance.OrderDescending()];
        Assert.Equal(count > 0 ? 1 : 0, RankingMetrics.Ndcg(perfect, k, drawn.Gain), 1e-12);
        bool[] best = [.. perfect.Select(value => value > 0)];
        Assert.Equal(count > 0 ? 1 : 0, RankingMetrics.AveragePrecision(best, count, k), 1e-12);
        Assert.Equal(count > 0 ? 1 : 0, RankingMetrics.ReciprocalRank(best, k));
        Assert.Equal(count > 0 ? 1 : 0, RankingMetrics.Hit(best, k));
        Assert.Equal(count > 0 ? 1 : 0, RankingMetrics.Auc(best));
        Assert.Equal(count > 0 ? (double)Math.Min(k, count) / count : 0, RankingMetrics.Recall(best, count, k), 1e-12);
    }

    [SeededProperty]
    public void Moving_a_better_item_up_lowers_no_measure(ListCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] worse = Relevance(random, drawn.Length);
        double[] better = [.. worse];
        int low = random.NextInt32(better.Length);
        int high = random.NextInt32(low + 1);
        if (better[low] > better[high])
        {
            (better[low], better[high]) = (better[high], better[low]);
        }

        int k = random.NextInt32(2 * worse.Length);
        Assert.All(All(worse, k, drawn.Gain).Zip(All(better, k, drawn.Gain)), pair => Assert.True(pair.Second >= pair.First - 1e-12));
    }

    [SeededProperty]
    public void The_order_behind_k_and_that_of_equals_does_not_matter(ListCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] list = Relevance(random, drawn.Length);
        int k = random.NextInt32(list.Length + 1);
        double[] shuffled = [.. list];
        random.Shuffle(shuffled.AsSpan(k));
        double[] measures = [.. All(list, k, GainKind.Linear).SkipLast(1)];
        Assert.Equal(measures, All(shuffled, k, GainKind.Linear).SkipLast(1), Close);
        double[] available = [.. list];
        random.Shuffle<double>(available);
        Assert.Equal(RankingMetrics.Ndcg(list, k), RankingMetrics.Ndcg(list, available, k), 1e-12);
    }

    [SeededProperty]
    public void Auc_is_the_share_of_pairs_in_order(ListCase drawn)
    {
        SeededRandom random = drawn.Random();
        bool[] list = [.. Relevance(random, drawn.Length).Select(value => value > 0)];
        var pairs =
            (from high in Enumerable.Range(0, list.Length) from low in Enumerable.Range(0, list.Length) where list[high]
                && !list[low] select high < low).ToList();
        Assert.Equal(
            pairs.Count == 0 ? (list.Contains(true) ? 1 : 0) : pairs.Average(right => right ? 1.0 : 0), RankingMetrics.Auc(list), 1e-12);
    }

    private static bool Close(double left, double right) => Math.Abs(left - right) < 1e-12;

    /// <summary>Relevances, mostly 0, with ties.</summary>
    private static double[] Relevance(SeededRandom random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => Math.Max(0, random.NextInt32(9) - 4) * 0.5)];

    private static double[] All(double[] relevance, int k, GainKind gain)
    {
        bool[] hits = [.. relevance.Select(value => value > 0)];
        int count = hits.Count(hit => hit);
        return
        [
            RankingMetrics.Ndcg(relevance, k, gain),
            RankingMetrics.Precision(hits, k),
            RankingMetrics.Recall(hits, count, k),
            RankingMetrics.AveragePrecision(hits, count, k),
            RankingMetrics.ReciprocalRank(hits, k),
            RankingMetrics.Hit(hits, k),
            RankingMetrics.Auc(hits),
        ];
    }

    public sealed record ListCase([Between(1, 20)] int Length, GainKind Gain, int Seed) : SeededCase(Seed);
}

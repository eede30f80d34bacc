using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using Xunit;

namespace FastMf.Tests.Recommending;

public class TopKHeapTests
{
    [SeededProperty(Runs = 500)]
    public void The_selection_is_the_head_of_a_sort(SelectionCase drawn)
    {
        SeededRandom random = drawn.Random();

        // Few distinct scores, so that ties are the rule; some that must never be taken.
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, -0f];
        float[] scores =
        [
            .. Enumerable.Range(0, drawn.Scores).Select(
                _ => random.NextInt32(10) == 0 ? odd[random.NextInt32(odd.Length)] : random.NextInt32(drawn.Levels) - drawn.Levels / 2),
        ];
        float threshold = random.NextInt32(2) == 0 ? float.NegativeInfinity : random.NextInt32(5) - 2;
        var list = new ScoredItem[random.NextInt32(scores.Length + 5)];
        ScoredItem[] expected =
        [
            .. scores.Select((score, item) => new ScoredItem(new ItemIndex(item), score))
                .Where(entry => float.IsFinite(entry.Score) && entry.Score > threshold)
                .OrderByDescending(entry => entry.Score).ThenBy(entry => entry.Item.Value)
                .Take(list.Length),
        ];

        var heap = new TopKHeap(list, threshold);
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(_ => random.NextInt32(1000))];
        for (int i = 0; i < order.Length; i++)
        {
            heap.Offer(order[i], scores[order[i]]);
            if (random.NextInt32(10) == 0)
            {
                // Put aside and taken up again.
                heap = new TopKHeap(list, threshold, heap.Count);
            }
        }

        Assert.Equal(expected, list[..heap.Sort()]);
    }

    [Fact]
    public void The_cutoff_is_the_threshold_until_the_list_is_full_and_the_worst_kept_score_then()
    {
        var heap = new TopKHeap(new ScoredItem[2], 1);
        Assert.Equal(1, heap.Cutoff);
        heap.Offer(0, 5);
        Assert.Equal(1, heap.Cutoff);
        heap.Offer(1, 3);
        Assert.Equal(3, heap.Cutoff);
        heap.Offer(2, 4);
        Assert.Equal(4, heap.Cutoff);
        Assert.Equal(float.PositiveInfinity, new TopKHeap([], 1).Cutoff);
    }

    public sealed record SelectionCase([Between(0, 200)] int Scores, [Between(1, 30)] int Levels, int Seed) : SeededCase(Seed);
}

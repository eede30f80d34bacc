using FastMf.Model;
using FastMf.Recommending;
using FastMf.Testing.References;
using Xunit;

namespace FastMf.Tests.Recommending;

/// <summary>Top-N by scoring every item in double precision and sorting all of them.</summary>
internal static class NaiveRanking
{
    /// <summary>The score of every item for given factors and bias; null for an item without training ratings.</summary>
    public static double?[] Scores(MfModel model, ReadOnlySpan<float> factors, double bias)
    {
        var scores = new double?[model.Items.Count];
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = model.ItemRatingCounts[item] == 0
                ? null
                : model.Mean + bias + model.ItemBiases[item] + NaiveAlgebra.Dot(factors[..model.Rank], model.ItemFactors.Row(item));
        }

        return scores;
    }

    /// <summary>The cosine between an item and every other; null where one of them has no direction, and for the item itself.</summary>
    public static double?[] Cosines(MfModel model, int item)
    {
        double Dot(int left, int right) => NaiveAlgebra.Dot(model.ItemFactors.Row(left), model.ItemFactors.Row(right));
        return
        [
            .. Enumerable.Range(0, model.Items.Count).Select(other => other == item || Dot(item, item) == 0 || Dot(other, other) == 0
                ? (double?)null
                : Dot(item, other) / Math.Sqrt(Dot(item, item) * Dot(other, other))),
        ];
    }

    /// <summary>The list by a full sort: best score first, of equal scores the smaller index.</summary>
    public static ScoredItem[] Sorted(double?[] scores, IEnumerable<int> excluded, int length, double threshold) =>
    [
        .. Enumerable.Range(0, scores.Length).Except(excluded)
            .Where(item => scores[item] > threshold)
            .OrderByDescending(item => scores[item]).ThenBy(item => item)
            .Take(length)
            .Select(item => new ScoredItem(new ItemIndex(item), (float)scores[item]!.Value)),
    ];

    /// <summary>
    /// Asserts that a list is a top-N of scores that it may miss by a tolerance, and in order by the scores it gives itself.
    /// </summary>
    public static void AssertIsTop(double?[] scores, ReadOnlySpan<ScoredItem> list, int length, double tolerance)
    {
        ScoredItem[] listed = list.ToArray();
        Assert.Equal(Math.Min(length, scores.Count(score => score is not null)), listed.Length);
        Assert.Equal(listed.OrderByDescending(entry => entry.Score).ThenBy(entry => entry.Item.Value), listed);
        Assert.All(listed, entry => Assert.Equal(scores[entry.Item.Value]!.Value, entry.Score, tolerance));
        var items = listed.Select(entry => entry.Item.Value).ToHashSet();
        Assert.Equal(listed.Length, items.Count);
        double last = listed.Length == 0 ? double.PositiveInfinity : listed[^1].Score;
        Assert.All(Enumerable.Range(0, scores.Length), item => Assert.False(!items.Contains(item) && scores[item] > last + tolerance));
    }
}

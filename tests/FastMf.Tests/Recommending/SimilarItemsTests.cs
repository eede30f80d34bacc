using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending;

public class SimilarItemsTests
{
    [SeededProperty]
    public void Similar_items_are_those_with_the_largest_cosine(ItemsCase drawn)
    {
        SeededRandom random = drawn.Random();
        int items = drawn.Items;
        using MfModel model = drawn.TiesAreRare
            ? RandomModel.Create(random, 1, items, drawn.Rank, random.NextGaussian)
            : RandomModel.CreateExact(random, 1, items, 1 + drawn.Rank % 3);
        using var recommender = new Recommender(model);
        for (int i = 0; i < 3; i++)
        {
            int item = random.NextInt32(items);
            var list = new ScoredItem[1 + random.NextInt32(2 * items)];
            int count = recommender.SimilarItems(new ItemIndex(item), list).Count;
            double?[] cosines = NaiveRanking.Cosines(model, item);
            NaiveRanking.AssertIsTop(cosines, list.AsSpan(0, count), cosines.All(cosine => cosine is null) ? 0 : list.Length, 1e-5);
        }
    }

    [Fact]
    public void Direction_counts_and_length_does_not()
    {
        using MfModel model = RandomModel.CreateExact(new SeededRandom(3), 1, 5, 2);
        float[][] rows = [[1, 0], [0.001f, 0.001f], [-3, 0], [1000, 0], [0, 0]];
        for (int item = 0; item < rows.Length; item++)
        {
            rows[item].CopyTo(model.ItemFactors.View.Row(item));
            model.Parameters.ItemBiases[item] = 5 * item;
        }

        using var recommender = new Recommender(model);
        var list = new ScoredItem[9];
        Assert.Equal(3, recommender.SimilarItems(new ItemIndex(0), list).Count);
        Assert.Equal([3, 1, 2], list[..3].Select(entry => entry.Item.Value));
        Assert.Equal(1, list[0].Score, 1e-6);
        Assert.Equal(Math.Sqrt(0.5), list[1].Score, 1e-6);
        Assert.Equal(-1, list[2].Score, 1e-6);
        Assert.Equal(0, recommender.SimilarItems(new ItemIndex(4), list).Count);
    }

    public sealed record ItemsCase([Between(1, 1600, Usually = 40)] int Items, [Between(1, 40)] int Rank, bool TiesAreRare, int Seed)
        : SeededCase(Seed);
}

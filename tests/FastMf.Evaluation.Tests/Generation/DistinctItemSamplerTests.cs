using FastMf.Evaluation.Generation;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Evaluation.Tests.Generation;

public sealed class DistinctItemSamplerTests
{
    [Fact]
    public void Alias_draws_have_the_probabilities_of_the_weights()
    {
        double[] weights = [5, 0.5, 1, 0.001, 3, 0.499];
        var table = new AliasTable(weights);
        var random = new SeededRandom(1);
        int[] counts = new int[weights.Length];
        const int Draws = 1_000_000;
        for (int i = 0; i < Draws; i++)
        {
            counts[table.Draw(random)]++;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            double probability = weights[i] / weights.Sum();
            Assert.InRange(counts[i] / (double)Draws - probability, -5 * Deviation(probability, Draws), 5 * Deviation(probability, Draws));
        }
    }

    [Fact]
    public void Equal_weights_and_a_single_weight_can_be_drawn_from()
    {
        var random = new SeededRandom(2);
        var equal = new AliasTable([0.3, 0.3, 0.3]);

        Assert.Equal([0, 1, 2], Enumerable.Range(0, 200).Select(_ => equal.Draw(random)).Distinct().Order());
        Assert.Equal(0, new AliasTable([1e-30]).Draw(random));
    }

    // The second set forces the search by keys: after the first item the table hardly ever gives another one.
    [Theory]
    [InlineData(new[] { 5.0, 3, 2, 1, 1 })]
    [InlineData(new[] { 1e9, 5, 3, 1, 1 })]
    public void Items_are_drawn_with_the_probabilities_of_drawing_one_after_the_other(double[] weights)
    {
        const int Runs = 100_000;
        var sampler = new DistinctItemSampler(new AliasTable(weights), weights);
        int[] counts = new int[weights.Length];
        int[] items = new int[3];
        for (int run = 0; run < Runs; run++)
        {
            sampler.Fill(new SeededRandom(3, run), items, given: 0);
            foreach (int item in items)
            {
                counts[item]++;
            }
        }

        for (int item = 0; item < weights.Length; item++)
        {
            double probability = InclusionProbability(weights, item, 3);
            double margin = 5 * Deviation(probability, Runs) + 1e-4;
            Assert.InRange(counts[item] / (double)Runs - probability, -margin, margin);
        }
    }

    [SeededProperty]
    public void Any_number_of_items_comes_out_distinct_ascending_and_with_the_given_ones(WeightsCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] weights = new double[drawn.Items];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = PortableMath.Pow(1 + i, -4 * random.NextDouble());
        }

        var sampler = new DistinctItemSampler(new AliasTable(weights), weights);
        for (int run = 0; run < 3; run++)
        {
            int[] order = [.. Enumerable.Range(0, weights.Length)];
            random.Shuffle(order.AsSpan());
            int[] items = new int[random.NextInt32(weights.Length + 1)];
            int[] given = order[..random.NextInt32(items.Length + 1)];
            given.CopyTo(items.AsSpan());
            sampler.Fill(random, items, given.Length);

            Assert.Equal(items.Distinct().Order(), items);
            Assert.All(items, item => Assert.InRange(item, 0, weights.Length - 1));
            Assert.Empty(given.Except(items));
        }
    }

    private static double InclusionProbability(double[] weights, int item, int draws)
    {
        return Recurse([.. Enumerable.Range(0, weights.Length)], draws);

        double Recurse(int[] left, int drawsLeft)
        {
            double total = left.Sum(i => weights[i]);
            return drawsLeft == 0
                ? 0
                : left.Sum(i => weights[i] / total * (i == item ? 1 : Recurse([.. left.Where(other => other != i)], drawsLeft - 1)));
        }
    }

    private static double Deviation(double probability, int count) => Math.Sqrt(probability * (1 - probability) / count);

    public sealed record WeightsCase([Between(1, 7500, Usually = 100)] int Items, int Seed) : SeededCase(Seed);
}

using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Recommending.Search;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Recommending.Search;

public class IndexSearchTests
{
    [SeededProperty(Runs = 600)]
    public void The_list_is_that_of_the_full_scan_bit_for_bit(SearchCase drawn)
    {
        SeededRandom random = drawn.Random();
        using MfModel model = AdversarialFactors.Create(random, drawn.Items, drawn.Rank);
        var candidates = new CandidateSet(model, isUsers: false);
        using FactorIndex? index = FactorIndexBuilder.TryBuild(candidates, new CandidateSet(model, isUsers: true).TypicalNorm(), 1);
        ulong[] groups = [.. Enumerable.Range(0, candidates.Count).Select(_ => 1ul << random.NextInt32(8))];
        for (int user = 0; index is not null && user < 5; user++)
        {
            int self = random.NextInt32(candidates.Count);
            var kind = (ScoreKind)random.NextInt32(3);
            bool isPrediction = kind == ScoreKind.Prediction;
            int[] excluded = [.. Enumerable.Range(0, candidates.Count).Where(_ => random.NextInt32(20) == 0)];
            var request = new SearchRequest
            {
                Vector = isPrediction ? model.UserFactors.View.PaddedRow(user) : candidates.Factors.View.PaddedRow(self),
                Kind = kind,
                Constant = isPrediction ? model.Mean + model.UserBiases[user] : 0,
                InverseNorm = kind == ScoreKind.Cosine ? candidates.InverseNorms[self] : 0,
                Filter = new SearchFilter
                {
                    Excluded = isPrediction ? excluded : [self],
                    AlsoExcluded = excluded,
                    Groups = random.NextInt32(3) == 0 ? groups : [],
                    AnyOf = (ulong)random.NextInt32(256),
                    NoneOf = 1,
                },
            };
            float threshold = random.NextInt32(4) == 0 ? (float)random.NextGaussian() : float.NegativeInfinity;
            AssertSame(candidates, index, request, 1 + random.NextInt32(30), threshold);
        }
    }

    [Fact]
    public void Most_of_a_model_is_not_looked_at()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(3), 100, 20_000, 32, new SeededRandom(4).NextGaussian);
        using var recommender = new Recommender(model);
        var list = new ScoredItem[10];
        SearchReport total = default;
        for (int user = 0; user < 100; user++)
        {
            total += recommender.Recommend(new UserIndex(user), list).Report;
        }

        Assert.InRange(total.Scored, 100 * 10, total.Candidates / 20);
        Assert.InRange(total.CodesRead, total.Scored, total.Candidates);
    }

    [Fact]
    public void The_index_does_not_depend_on_the_number_of_workers()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(5), 10, 9000, 20, new SeededRandom(6).NextGaussian);
        var candidates = new CandidateSet(model, isUsers: false);
        using FactorIndex one = FactorIndexBuilder.TryBuild(candidates, 1.5, 1)!;
        using FactorIndex three = FactorIndexBuilder.TryBuild(candidates, 1.5, 3)!;
        Assert.Equal(one.Rows, three.Rows);
        Assert.Equal(one.Bounds(ScoreKind.Prediction).ToArray(), three.Bounds(ScoreKind.Prediction).ToArray());
        Assert.Equal(one.Bounds(ScoreKind.Cosine).ToArray(), three.Bounds(ScoreKind.Cosine).ToArray());
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(1e30f), InlineData(1e-30f)]
    public void A_query_that_no_bound_holds_for_is_not_quantized(float factor)
    {
        float[] vector = new float[16];
        vector[3] = factor;
        Assert.False(QueryQuantization.TryQuantize(vector, 1, 0, new double[16], new sbyte[16], out _));
    }

    [SeededProperty]
    public void The_transform_keeps_dot_products(TransformCase drawn)
    {
        SeededRandom random = drawn.Random();
        int length = 16 * drawn.Blocks;
        double[] x = [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
        double[] y = [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
        double expected = x.Zip(y, (a, b) => a * b).Sum();
        RandomizedHadamard.Apply(x);
        RandomizedHadamard.Apply(y);
        Assert.Equal(expected, x.Zip(y, (a, b) => a * b).Sum(), 1e-11);
    }

    private static void AssertSame(CandidateSet candidates, FactorIndex index, in SearchRequest request, int length, float threshold)
    {
        var expected = new ScoredItem[length];
        var heap = new TopKHeap(expected, threshold);
        FullScan.Search(candidates, request, ref heap);
        int expectedCount = heap.Sort();

        int dimensions = request.Vector.Length;
        sbyte[] components = new sbyte[dimensions];
        float multiplier = request.Kind == ScoreKind.Cosine ? request.InverseNorm : 1;
        if (!index.Serves(request.Kind)
            || !QueryQuantization.TryQuantize(
                request.Vector, multiplier, request.Constant, new double[dimensions], components, out QueryQuantization query))
        {
            return;
        }

        var actual = new ScoredItem[length];
        heap = new TopKHeap(actual, threshold);
        IndexSearch.Search(candidates, index, request, query, components, ref heap);
        Assert.Equal(expectedCount, heap.Sort());
        Assert.Equal(
            expected.Select(entry => (entry.Item, BitConverter.SingleToInt32Bits(entry.Score))),
            actual.Select(entry => (entry.Item, BitConverter.SingleToInt32Bits(entry.Score))));
    }

    public sealed record SearchCase([Between(1, 3000, Usually = 200)] int Items, [Between(1, 200, Usually = 40)] int Rank, int Seed)
        : SeededCase(Seed);

    public sealed record TransformCase([Between(1, 20)] int Blocks, int Seed) : SeededCase(Seed);
}

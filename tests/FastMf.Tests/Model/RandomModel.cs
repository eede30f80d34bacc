using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Tests.Model;

/// <summary>
/// Random models that keep what trained ones promise: the factors and the bias of a user or item without ratings are 0. The same
/// generator state gives the same model.
/// </summary>
internal static class RandomModel
{
    /// <summary>A small model of any shape and any kind of ids, with normal factors.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="learned">What the model knows of its training pairs; a random sketch or none if null.</param>
    public static MfModel Create(SeededRandom random, BottomKSketch? learned = null) =>
        Create(random, 1 + random.NextInt32(30), 1 + random.NextInt32(30), 1 + random.NextInt32(40), random.NextGaussian, learned: learned);

    /// <summary>
    /// A model whose parameters are multiples of 1/8 in [-1, 1]: sums of their products are exact in any order, and often tie.
    /// </summary>
    public static MfModel CreateExact(SeededRandom random, int users, int items, int rank) =>
        Create(random, users, items, rank, () => (random.NextInt32(17) - 8) / 8.0);

    public static MfModel Create(
        SeededRandom random, int users, int items, int rank, Func<double> draw, IdKind? ids = null, BottomKSketch? learned = null)
    {
        int[] userCounts = Counts(random, users);
        int[] itemCounts = Counts(random, items);
        var parameters = new ModelParameters(users, items, rank) { Mean = (float)(3 + draw()), MinimumRating = 0.5f, MaximumRating = 5 };
        Fill(parameters.UserFactors, parameters.UserBiases, userCounts, draw);
        Fill(parameters.ItemFactors, parameters.ItemBiases, itemCounts, draw);
        var regularization = new RowRegularization(
            0.1f + (float)random.NextDouble(), random.NextInt32(4) * 0.5f, 0.1f + (float)random.NextDouble(), random.NextInt32(4) * 0.5f);
        var info = new ModelInfo(
            random.NextInt32(2) == 0 ? "als" : "sgd",
            random.NextInt32(2) == 0,
            new RowObjective(ObjectiveKind.ObservedOnly, regularization, Alpha: (float)random.NextDouble()),
            userCounts.Sum(count => (long)count),
            1 + random.NextInt32(50));
        return new MfModel(
            Ids(random, users, ids), Ids(random, items, ids), parameters, userCounts, itemCounts, info, learned ?? Sketch(random));
    }

    /// <summary>None, as of old files; or one of pairs that nobody has rated: empty, of a few pairs or of many.</summary>
    private static BottomKSketch? Sketch(SeededRandom random)
    {
        int count = random.NextInt32(4) switch { 0 => -1, 1 => 0, 2 => 1 + random.NextInt32(100), _ => BottomKSketch.Capacity };
        return count < 0
            ? null
            : BottomKSketch.FromHashes([.. Enumerable.Range(0, count).Select(_ => random.NextUInt64()).Distinct().Order()]);
    }

    /// <summary>Integers, negative ones too, or text with every length of UTF-8 sequence.</summary>
    private static IdMap Ids(SeededRandom random, int count, IdKind? kind)
    {
        if ((kind ?? (IdKind)random.NextInt32(2)) == IdKind.Number)
        {
            return IdMap.FromIntegers([.. Enumerable.Range(0, count).Select(i => i * 1_000_000_007L - 5_000_000_000)]);
        }

        string[] alphabet = ["a", "Z", " ", "é", "中", "\U0001F3AC"];
        return IdMap.FromTexts(Enumerable.Range(0, count).Select(
            i => string.Concat(Enumerable.Range(0, random.NextInt32(6)).Select(_ => alphabet[random.NextInt32(alphabet.Length)])) + i));
    }

    private static int[] Counts(SeededRandom random, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(6) == 0 ? 0 : 1 + random.NextInt32(100))];

    private static void Fill(FactorMatrix factors, NativeList<float> biases, int[] counts, Func<double> draw)
    {
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] > 0)
            {
                biases[row] = (float)draw();
                foreach (ref float value in factors.View.Row(row))
                {
                    value = (float)draw();
                }
            }
        }
    }
}

using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending;
using FastMf.Recommending.Search;
using Xunit;

namespace FastMf.Tests.Recommending.Search;

/// <summary>
/// The best item of each model is one whose code makes it look worse by as much as it can: the query points where the code, or the
/// query's own code, is wrong. 128 others, which look at it first, score 5 % of that error less.
/// </summary>
public class IndexBoundTests
{
    private const int Rank = 16;
    private const int Others = 128;

    [SeededProperty]
    public void An_item_is_found_when_the_query_points_along_the_error_of_its_code(DirectionCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] item = Random(random);
        double[] reconstruction = Reconstruct(item);
        double[] query = [.. item.Zip(reconstruction, (a, b) => a - b)];
        double estimate = Dot(query, reconstruction);
        AssertFound(random, Back(item), Back(query), estimate + 0.95 * Dot(query, query));
    }

    [SeededProperty]
    public void An_item_is_found_when_it_points_along_the_error_of_the_querys_code(DirectionCase drawn)
    {
        SeededRandom random = drawn.Random();
        double[] query = Random(random);
        double unit = query.Max(Math.Abs) / 127;
        double[] error = [.. query.Select(value => value - unit * Math.Round(value / unit))];
        double[] item = Reconstruct(error);
        double product = Dot(error, item);
        AssertFound(random, Back(item), Back(query), Dot(query, item) - 0.05 * product);
    }

    private static void AssertFound(SeededRandom random, double[] item, double[] query, double cutoff)
    {
        // cutoff u / |u|^2, and far more at a right angle to u, so that norms put it before the item.
        double[] other = Random(random);
        double along = Dot(other, query) / Dot(query, query);
        double length = 10 * Math.Sqrt(Dot(item, item) / Dot(other, other));
        other = [.. other.Zip(query, (w, u) => length * (w - along * u) + cutoff * u / Dot(query, query))];

        var parameters = new ModelParameters(1, Others + 1, Rank);
        Put(query, parameters.UserFactors, 0);
        Put(item, parameters.ItemFactors, Others);
        for (int row = 0; row < Others; row++)
        {
            Put(other, parameters.ItemFactors, row);
        }

        var regularization = new RowRegularization(1, 0, 1, 0);
        using var model = new MfModel(
            IdMap.Range(1),
            IdMap.Range(Others + 1),
            parameters,
            [1],
            [.. Enumerable.Repeat(1, Others + 1)],
            new ModelInfo("als", true, new RowObjective(ObjectiveKind.ObservedOnly, regularization), 1, 1));
        var candidates = new CandidateSet(model, isUsers: false);
        using FactorIndex index = FactorIndexBuilder.TryBuild(candidates, 1, 1)!;
        Assert.Equal(Others, index.Rows[^1]);
        sbyte[] components = new sbyte[Rank];
        ReadOnlySpan<float> vector = model.UserFactors.View.PaddedRow(0);
        Assert.True(QueryQuantization.TryQuantize(vector, 1, 0, new double[Rank], components, out QueryQuantization quantized));
        var list = new ScoredItem[1];
        var heap = new TopKHeap(list, float.NegativeInfinity);
        IndexSearch.Search(candidates, index, new SearchRequest { Vector = vector }, quantized, components, ref heap);
        Assert.Equal(Others, list[0].Item.Value);
    }

    private static void Put(double[] vector, FactorMatrix matrix, int row)
    {
        for (int i = 0; i < Rank; i++)
        {
            matrix.View.Row(row)[i] = (float)vector[i];
        }
    }

    private static double[] Random(SeededRandom random) => [.. Enumerable.Range(0, Rank).Select(_ => random.NextGaussian())];

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    /// <summary>What the 4-bit code of a transformed vector stands for.</summary>
    private static double[] Reconstruct(double[] transformed)
    {
        double scale = transformed.Max(Math.Abs) / 7.5;
        return [.. transformed.Select(value => scale * (Math.Clamp(Math.Round(value / scale + 7.5), 0, 15) - 7.5))];
    }

    /// <summary>The inverse of the transform, by its transpose: row i of it is the transformed unit vector i.</summary>
    private static double[] Back(double[] transformed)
    {
        double[] vector = new double[Rank];
        for (int i = 0; i < Rank; i++)
        {
            double[] unit = new double[Rank];
            unit[i] = 1;
            RandomizedHadamard.Apply(unit);
            vector[i] = Dot(unit, transformed);
        }

        return vector;
    }

    /// <summary>Directions alone: the rank and the number of items are what the bound is tight for.</summary>
    public sealed record DirectionCase(int Seed) : SeededCase(Seed);
}

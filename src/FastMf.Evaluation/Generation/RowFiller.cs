using FastMf.Data;
using FastMf.Data.Splitting;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// Chooses every user's items and draws the values, straight into compressed rows, whose lengths are known beforehand. What a row
/// holds depends on its user alone, so the rows may be filled by any thread in any order.
/// </summary>
internal sealed class RowFiller
{
    private const int RatingsPerPiece = 1 << 15;

    private readonly GeneratorOptions _options;
    private readonly PlantedModel _planted;
    private readonly RatingScale _scale;
    private readonly ExpectedRating _expected;
    private readonly double[] _weights;
    private readonly AliasTable _table;
    private readonly int[] _coverage;
    private readonly int[] _offsets;
    private readonly int[] _items;
    private readonly float[] _values;
    private readonly bool[]? _test;
    private readonly SquaredErrors[] _trainErrors;
    private readonly SquaredErrors[] _testErrors;

    /// <param name="options">Valid options.</param>
    /// <param name="planted">The model behind the values.</param>
    /// <param name="weights">The popularity of each item.</param>
    /// <param name="offsets">Where each user's row starts, and where the last one ends.</param>
    public RowFiller(GeneratorOptions options, PlantedModel planted, double[] weights, int[] offsets)
    {
        _options = options;
        _planted = planted;
        _scale = new RatingScale(options.MinimumRating, options.MaximumRating, options.RatingStep);
        _expected = new ExpectedRating(_scale, options.NoiseDeviation);
        _weights = weights;
        _table = new AliasTable(weights);
        _coverage = RandomStreams.Coverage.Permutation(options.Seed, options.Items);
        _offsets = offsets;
        _items = GC.AllocateUninitializedArray<int>(options.Ratings);
        _values = GC.AllocateUninitializedArray<float>(options.Ratings);
        _test = options.TestFraction > 0 ? new bool[options.Ratings] : null;
        _trainErrors = new SquaredErrors[options.Users];
        _testErrors = new SquaredErrors[options.Users];
    }

    /// <summary>Fills all rows.</summary>
    public void Run(int workers, CancellationToken cancellation)
    {
        int[] firstUsers = CutIntoPieces();
        var samplers = new DistinctItemSampler?[workers];
        WorkerTeam.Run(workers, firstUsers.Length - 1, (worker, piece) =>
        {
            DistinctItemSampler sampler = samplers[worker] ??= new DistinctItemSampler(_table, _weights);
            for (int user = firstUsers[piece]; user < firstUsers[piece + 1]; user++)
            {
                FillRow(user, sampler);
            }
        }, cancellation);
    }

    /// <summary>Hands over the filled rows as matrices; call it once, after <see cref="Run"/>.</summary>
    public GeneratedRatings Finish(int workers)
    {
        var all = RatingMatrix.FromCompressedRows(
            IdMap.Range(_options.Users), IdMap.Range(_options.Items), _offsets, _items, _values, workers);
        RatingSplit? split = _test is null ? null : RatingSplit.ByMask(all, _test);
        SquaredErrors trainErrors = Sum(_trainErrors);
        SquaredErrors testErrors = Sum(_testErrors);
        return new GeneratedRatings
        {
            Train = split?.Train ?? all,
            Test = split?.Test,
            Planted = _planted,
            PlantedTrainRmse = trainErrors.PlantedRmse,
            PlantedTestRmse = testErrors.PlantedRmse,
            BestTrainRmse = trainErrors.BestRmse,
            BestTestRmse = testErrors.BestRmse,
        };
    }

    /// <summary>In the order of the users, whichever threads they were filled by.</summary>
    private static SquaredErrors Sum(SquaredErrors[] errors)
    {
        SquaredErrors sum = default;
        foreach (SquaredErrors error in errors)
        {
            sum += error;
        }

        return sum;
    }

    private void FillRow(int user, DistinctItemSampler sampler)
    {
        int start = _offsets[user];
        Span<int> items = _items.AsSpan(start, _offsets[user + 1] - start);
        int given = GiveCoverage(user, items);
        sampler.Fill(RandomStreams.Choice.Of(_options.Seed, user), items, given);

        Span<float> values = _values.AsSpan(start, items.Length);
        Span<bool> test = _test is null ? default : _test.AsSpan(start, items.Length);
        SeededRandom noise = RandomStreams.Noise.Of(_options.Seed, user);
        SeededRandom coin = RandomStreams.TestCoin.Of(_options.Seed, user);
        SquaredErrors trainErrors = default;
        SquaredErrors testErrors = default;
        for (int i = 0; i < items.Length; i++)
        {
            double planted = _planted.Predict(user, items[i]);
            values[i] = _scale.Round(planted + _options.NoiseDeviation * noise.NextGaussian());
            double plantedError = _scale.Clip(planted) - values[i];
            double bestError = _expected.At(planted) - values[i];
            if (!test.IsEmpty && (test[i] = coin.NextDouble() < _options.TestFraction))
            {
                testErrors = testErrors.Add(plantedError, bestError);
            }
            else
            {
                trainErrors = trainErrors.Add(plantedError, bestError);
            }
        }

        _trainErrors[user] = trainErrors;
        _testErrors[user] = testErrors;
    }

    /// <summary>
    /// Puts the items that this user has to rate, so that no item stays without a rating, at the front of <paramref name="items"/>.
    /// </summary>
    /// <remarks>
    /// Of the R places for ratings, the j-th of I items gets place floor(j R / I). The places are distinct as R &gt;= I, so no user is
    /// given more items than he has places, and active users are given more of them.
    /// </remarks>
    private int GiveCoverage(int user, Span<int> items)
    {
        if (_options.Ratings < _options.Items)
        {
            return 0;
        }

        int first = FirstCoverageFrom(_offsets[user]);
        int count = FirstCoverageFrom(_offsets[user + 1]) - first;
        _coverage.AsSpan(first, count).CopyTo(items);
        return count;
    }

    /// <summary>The smallest j with floor(j R / I) &gt;= place, which is place I / R rounded up.</summary>
    private int FirstCoverageFrom(int place) => (int)(((long)place * _options.Items + _options.Ratings - 1) / _options.Ratings);

    private int[] CutIntoPieces()
    {
        List<int> firstUsers = [0];
        for (int user = 0; user < _options.Users; user++)
        {
            if (_offsets[user + 1] - (long)_offsets[firstUsers[^1]] >= RatingsPerPiece || user == _options.Users - 1)
            {
                firstUsers.Add(user + 1);
            }
        }

        return [.. firstUsers];
    }
}

/// <summary>Sums of squared errors over a number of ratings, for the two yardsticks of <see cref="GeneratedRatings"/>.</summary>
internal readonly record struct SquaredErrors(long Count, double Planted, double Best)
{
    /// <summary>The root of the mean squared error of the planted value, or null without ratings.</summary>
    public double? PlantedRmse => Count == 0 ? null : Math.Sqrt(Planted / Count);

    /// <summary>The root of the mean squared error of the best prediction, or null without ratings.</summary>
    public double? BestRmse => Count == 0 ? null : Math.Sqrt(Best / Count);

    public static SquaredErrors operator +(SquaredErrors a, SquaredErrors b) =>
        new(a.Count + b.Count, a.Planted + b.Planted, a.Best + b.Best);

    /// <summary>Adds one rating.</summary>
    public SquaredErrors Add(double plantedError, double bestError) =>
        new(Count + 1, Planted + plantedError * plantedError, Best + bestError * bestError);
}

using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Testing.Generators;
using FastMf.Testing.Memory;
using FastMf.Testing.References;

namespace FastMf.Kernels.Tests;

/// <summary>A small random biased model in buffers that end at an unreadable page, with its twin in double precision.</summary>
internal sealed class SgdCase : IDisposable
{
    public const float Mean = 3.5f;

    private readonly int _rank;
    private readonly int _users;
    private readonly int _items;
    private readonly GuardedBuffer _userFactors;
    private readonly GuardedBuffer _itemFactors;
    private readonly GuardedBuffer _userBiases;
    private readonly GuardedBuffer _itemBiases;

    public SgdCase(SeededRandom random, int rank)
    {
        _rank = rank;
        _users = 1 + random.NextInt32(8);
        _items = 1 + random.NextInt32(8);
        int stride = FactorView.StrideFor(rank);
        _userFactors = new GuardedBuffer(_users * stride);
        _itemFactors = new GuardedBuffer(_items * stride);
        _userBiases = new GuardedBuffer(_users);
        _itemBiases = new GuardedBuffer(_items);
        double deviation = 1 / Math.Sqrt(rank);
        FactorGenerator.FillRows(random, _userFactors.Span, rank, deviation);
        FactorGenerator.FillRows(random, _itemFactors.Span, rank, deviation);
        foreach (ref float bias in _userBiases.Span)
        {
            bias = (float)random.NextGaussian() * 0.3f;
        }

        foreach (ref float bias in _itemBiases.Span)
        {
            bias = (float)random.NextGaussian() * 0.3f;
        }
    }

    public SgdModel Model => new(
        new FactorView(_userFactors.Span, _users, _rank), new FactorView(_itemFactors.Span, _items, _rank), _userBiases.Span, _itemBiases.Span);

    public SgdSample[] DrawSamples(SeededRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new SgdSample(random.NextInt32(_users), random.NextInt32(_items), 0.5f * (1 + random.NextInt32(10))))];

    public float[] AllParameters() =>
        [.. _userFactors.Span, .. _itemFactors.Span, .. _userBiases.Span, .. _itemBiases.Span];

    public float[] Biases() => [.. _userBiases.Span, .. _itemBiases.Span];

    /// <summary>b_u, b_i, p and q of a sample, in this order.</summary>
    public float[] Touched(SgdSample sample) =>
    [
        _userBiases.Span[sample.User], _itemBiases.Span[sample.Item],
        .. Model.Users.Row(sample.User), .. Model.Items.Row(sample.Item),
    ];

    /// <summary>Half the sample's loss with the parameters that it touches replaced by <paramref name="point"/>.</summary>
    public static double HalfLossAt(NaiveBiasedModel model, SgdSample sample, double[] point, NaiveRegularization regularization)
    {
        int rank = model.UserFactors[sample.User].Length;
        model.UserBiases[sample.User] = point[0];
        model.ItemBiases[sample.Item] = point[1];
        point.AsSpan(2, rank).CopyTo(model.UserFactors[sample.User]);
        point.AsSpan(2 + rank, rank).CopyTo(model.ItemFactors[sample.Item]);
        return model.HalfLoss(sample.User, sample.Item, sample.Value, regularization);
    }

    public NaiveBiasedModel ToReference()
    {
        var reference = new NaiveBiasedModel(_users, _items, _rank) { Mean = Mean };
        for (int user = 0; user < _users; user++)
        {
            reference.UserBiases[user] = _userBiases.Span[user];
            Model.Users.Row(user).ToArray().Select(value => (double)value).ToArray().CopyTo(reference.UserFactors[user], 0);
        }

        for (int item = 0; item < _items; item++)
        {
            reference.ItemBiases[item] = _itemBiases.Span[item];
            Model.Items.Row(item).ToArray().Select(value => (double)value).ToArray().CopyTo(reference.ItemFactors[item], 0);
        }

        return reference;
    }

    public void AssertClose(NaiveBiasedModel reference, double tolerance)
    {
        for (int user = 0; user < _users; user++)
        {
            Assert.Equal(reference.UserBiases[user], _userBiases.Span[user], tolerance);
            for (int f = 0; f < _rank; f++)
            {
                Assert.Equal(reference.UserFactors[user][f], Model.Users.Row(user)[f], tolerance);
            }
        }

        for (int item = 0; item < _items; item++)
        {
            Assert.Equal(reference.ItemBiases[item], _itemBiases.Span[item], tolerance);
            for (int f = 0; f < _rank; f++)
            {
                Assert.Equal(reference.ItemFactors[item][f], Model.Items.Row(item)[f], tolerance);
            }
        }
    }

    public void Dispose()
    {
        _userFactors.Dispose();
        _itemFactors.Dispose();
        _userBiases.Dispose();
        _itemBiases.Dispose();
    }
}

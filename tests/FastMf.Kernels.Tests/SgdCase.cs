using System.Runtime.InteropServices;
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

    public static readonly NaiveRegularization Regularization = new(UserBias: 0.02, ItemBias: 0.03, UserFactors: 0.04, ItemFactors: 0.05);

    private const int FloatsPerState = 4;

    private readonly int _rank;
    private readonly int _users;
    private readonly int _items;
    private readonly GuardedBuffer _userFactors;
    private readonly GuardedBuffer _itemFactors;
    private readonly GuardedBuffer _userStates;
    private readonly GuardedBuffer _itemStates;

    public SgdCase(SeededRandom random, int rank)
        : this(random, rank, users: 1 + random.NextInt32(8), items: 1 + random.NextInt32(8))
    {
    }

    public SgdCase(SeededRandom random, int rank, int users, int items)
    {
        _rank = rank;
        _users = users;
        _items = items;
        int stride = FactorView.StrideFor(rank);
        _userFactors = new GuardedBuffer(_users * stride);
        _itemFactors = new GuardedBuffer(_items * stride);
        _userStates = new GuardedBuffer(_users * FloatsPerState);
        _itemStates = new GuardedBuffer(_items * FloatsPerState);
        double deviation = 1 / Math.Sqrt(rank);
        FactorGenerator.FillRows(random, _userFactors.Span, rank, deviation);
        FactorGenerator.FillRows(random, _itemFactors.Span, rank, deviation);
        FillStates(random, UserStates, (float)Regularization.UserBias, (float)Regularization.UserFactors);
        FillStates(random, ItemStates, (float)Regularization.ItemBias, (float)Regularization.ItemFactors);
    }

    public Span<RowState> UserStates => MemoryMarshal.Cast<float, RowState>(_userStates.Span);

    public Span<RowState> ItemStates => MemoryMarshal.Cast<float, RowState>(_itemStates.Span);

    public SgdModel Model => new(
        new FactorView(_userFactors.Span, _users, _rank), new FactorView(_itemFactors.Span, _items, _rank), UserStates, ItemStates);

    public SgdSample[] DrawSamples(SeededRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            new SgdSample(random.NextInt32(_users), random.NextInt32(_items), 0.5f * (1 + random.NextInt32(10))))];

    public static BlockSample[] ToBlock(IEnumerable<SgdSample> samples) =>
        [.. samples.Select(sample => new BlockSample((ushort)sample.User, (ushort)sample.Item, sample.Value))];

    public float[] AllParameters() =>
        [.. _userFactors.Span, .. _itemFactors.Span, .. _userStates.Span, .. _itemStates.Span];

    public float[] Biases() => [.. UserStates.ToArray().Concat(ItemStates.ToArray()).Select(state => state.Bias)];

    /// <summary>b_u, b_i, p and q of a sample, in this order.</summary>
    public float[] Touched(SgdSample sample) =>
    [
        UserStates[sample.User].Bias, ItemStates[sample.Item].Bias,
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
            reference.UserBiases[user] = UserStates[user].Bias;
            Model.Users.Row(user).ToArray().Select(value => (double)value).ToArray().CopyTo(reference.UserFactors[user], 0);
        }

        for (int item = 0; item < _items; item++)
        {
            reference.ItemBiases[item] = ItemStates[item].Bias;
            Model.Items.Row(item).ToArray().Select(value => (double)value).ToArray().CopyTo(reference.ItemFactors[item], 0);
        }

        return reference;
    }

    public void AssertClose(NaiveBiasedModel reference, double tolerance)
    {
        for (int user = 0; user < _users; user++)
        {
            Assert.Equal(reference.UserBiases[user], UserStates[user].Bias, tolerance);
            for (int f = 0; f < _rank; f++)
            {
                Assert.Equal(reference.UserFactors[user][f], Model.Users.Row(user)[f], tolerance);
            }
        }

        for (int item = 0; item < _items; item++)
        {
            Assert.Equal(reference.ItemBiases[item], ItemStates[item].Bias, tolerance);
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
        _userStates.Dispose();
        _itemStates.Dispose();
    }

    private static void FillStates(SeededRandom random, Span<RowState> states, float biasRegularization, float factorRegularization)
    {
        foreach (ref RowState state in states)
        {
            state = new RowState
            {
                Bias = (float)random.NextGaussian() * 0.3f,
                SquaredGradients = (float)(1 + 4 * random.NextDouble()),
                BiasRegularization = biasRegularization,
                FactorRegularization = factorRegularization,
            };
        }
    }
}

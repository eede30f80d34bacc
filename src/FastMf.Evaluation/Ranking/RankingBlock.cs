using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Recommending;

namespace FastMf.Evaluation.Ranking;

/// <summary>
/// Ranks all items for a block of users: a product of matrices, whose results are looked at piece by piece while they are in the
/// second-level cache and never kept. The items' factors are read from memory once for the block.
/// </summary>
internal sealed class RankingBlock : IDisposable
{
    /// <summary>Users of a block at most: their factors, and those of a group of items, stay in the first-level cache.</summary>
    public const int MostUsers = 64;

    /// <summary>Items of a piece: with <see cref="MostUsers"/> their scores take 128 KB.</summary>
    private const int ItemsAtOnce = 512;

    /// <summary>
    /// Scores of one user after those of another, a cache line further than a power of two, which would keep them in a few sets.
    /// </summary>
    private const int Pitch = ItemsAtOnce + 16;

    private readonly MfModel _model;
    private readonly float[] _itemOffsets;
    private readonly FactorMatrix _users;
    private readonly float[] _scores;
    private readonly float[] _sums = new float[ItemsAtOnce];
    private readonly ScoredItem[] _lists;
    private readonly int _length;

    /// <param name="model">The model.</param>
    /// <param name="itemOffsets">For each item its bias, or NaN when it is not ranked for anybody.</param>
    /// <param name="usersAtOnce">The most users of a block, up to <see cref="MostUsers"/>.</param>
    /// <param name="length">The length of the lists.</param>
    public RankingBlock(MfModel model, float[] itemOffsets, int usersAtOnce, int length)
    {
        _model = model;
        _itemOffsets = itemOffsets;
        _users = new FactorMatrix(usersAtOnce, model.Rank);
        _scores = new float[usersAtOnce * Pitch];
        _length = Math.Min(length, itemOffsets.Length);
        _lists = new ScoredItem[usersAtOnce * _length];
    }

    /// <summary>Ranks all items for the users and marks those that are in a list.</summary>
    public void Rank(ReadOnlySpan<RankedUser> users, Span<bool> listed)
    {
        FactorView items = _model.ItemFactors.View;
        FactorView queries = _users.View;
        for (int place = 0; place < users.Length; place++)
        {
            int user = users[place].User;
            _model.UserFactors.View.PaddedRow(user).CopyTo(queries.PaddedRow(place));
            users[place].Begin(item => Score(user, item));
        }

        for (int first = 0; first < _itemOffsets.Length; first += ItemsAtOnce)
        {
            int count = Math.Min(ItemsAtOnce, _itemOffsets.Length - first);
            KernelSet.Best.DotBlock(items, first, count, queries, _scores, Pitch);
            ReadOnlySpan<float> offsets = _itemOffsets.AsSpan(first, count);
            for (int place = 0; place < users.Length; place++)
            {
                Span<float> scores = _scores.AsSpan(place * Pitch, count);

                // In the order of recommending, so that the same scores tie.
                TensorPrimitives.Add(offsets, Constant(users[place].User), _sums.AsSpan(0, count));
                TensorPrimitives.Add(scores, _sums.AsSpan(0, count), scores);
                users[place].Take(first, scores, _lists.AsSpan(place * _length, _length));
            }
        }

        for (int place = 0; place < users.Length; place++)
        {
            foreach (ScoredItem item in users[place].Listed(_lists.AsSpan(place * _length, _length)))
            {
                listed[item.Item.Value] = true;
            }
        }

        GC.KeepAlive(_model);
    }

    /// <summary>Gives the copies of users' factors back.</summary>
    public void Dispose() => _users.Dispose();

    private float Score(int user, int item) =>
        Constant(user) + _itemOffsets[item] + KernelSet.Best.Dot(
            _model.UserFactors.View.PaddedRow(user), _model.ItemFactors.View.PaddedRow(item));

    private float Constant(int user) => _model.Mean + _model.UserBiases[user];
}

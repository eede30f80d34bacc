using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Recommending;

/// <summary>
/// What a user of whom nothing is known gets: the items with the most training ratings, of equally many the smaller index first, scored by
/// mean and bias.
/// </summary>
internal sealed class PopularItems(MfModel model) : IDisposable
{
    private readonly Lazy<NativeList<long>> _byPopularity = new(() => ByPopularity(model));

    /// <summary>Fills <paramref name="destination"/> from the start with items that score above the threshold; returns how many there are.</summary>
    /// <param name="excluded">Items to be left out, ascending.</param>
    /// <param name="destination">Receives the items.</param>
    /// <param name="threshold">What scores must exceed.</param>
    public int Select(ReadOnlySpan<int> excluded, Span<ScoredItem> destination, float threshold)
    {
        ModelParameters parameters = model.Parameters;
        int count = 0;
        foreach (long key in _byPopularity.Value.Span)
        {
            int item = ItemOf(key);
            if (count == destination.Length)
            {
                break;
            }

            float score = parameters.Mean + parameters.ItemBiases[item];
            if (score > threshold && model.ItemRatingCounts[item] > 0 && excluded.BinarySearch(item) < 0)
            {
                destination[count++] = new ScoredItem(new ItemIndex(item), score);
            }
        }

        GC.KeepAlive(this);
        return count;
    }

    public void Dispose()
    {
        if (_byPopularity.IsValueCreated)
        {
            _byPopularity.Value.Dispose();
        }
    }

    /// <summary>The items as keys whose ascending order is that of the lists: the ratings that an item lacks to the most, above its index.</summary>
    private static NativeList<long> ByPopularity(MfModel model)
    {
        var keys = new NativeList<long>(model.ItemFactors.RowCount);
        for (int item = 0; item < keys.Length; item++)
        {
            keys[item] = ((long)(int.MaxValue - model.ItemRatingCounts[item]) << 32) | (uint)item;
        }

        keys.Span.Sort();
        return keys;
    }

    private static int ItemOf(long key) => (int)key;
}

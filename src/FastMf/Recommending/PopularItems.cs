using FastMf.Model;
using FastMf.Numerics;
using FastMf.Recommending.Search;

namespace FastMf.Recommending;

/// <summary>
/// What a user of whom nothing is known gets: the items with the most training ratings, of equally many the smaller index first, scored by
/// mean and bias.
/// </summary>
internal sealed class PopularItems(MfModel model) : IDisposable
{
    private readonly Lazy<NativeList<long>> _byPopularity = new(() => ByPopularity(model));

    /// <summary>Fills a span from its start with the most popular items that pass.</summary>
    /// <param name="destination">Receives the items.</param>
    /// <param name="filter">The items that may not be listed.</param>
    /// <param name="threshold">What scores must exceed.</param>
    /// <returns>How many items there are.</returns>
    public int Select(Span<ScoredItem> destination, scoped in SearchFilter filter, float threshold)
    {
        ModelParameters parameters = model.Parameters;
        int count = 0;
        foreach (long key in _byPopularity.Value.Span)
        {
            if (count == destination.Length)
            {
                break;
            }

            int item = ItemOf(key);
            float score = parameters.Mean + parameters.ItemBiases[item];
            if (score > threshold && model.ItemRatingCounts[item] > 0 && filter.AllowsGroupsOf(item) && !filter.Excludes(item))
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

    /// <summary>
    /// The items as keys whose ascending order is that of the lists: in the upper half how many ratings the item has fewer than there
    /// can be, in the lower half its index.
    /// </summary>
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

using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>
/// What a user of whom nothing is known gets: the items with the most training ratings, of equally many the smaller index first, scored by
/// mean and bias.
/// </summary>
internal sealed class PopularItems(MfModel model)
{
    private readonly Lazy<int[]> _byPopularity = new(() => ByPopularity(model));

    /// <summary>Fills <paramref name="destination"/> from the start with items that score above the threshold; returns how many there are.</summary>
    /// <param name="excluded">Items to be left out, ascending.</param>
    /// <param name="destination">Receives the items.</param>
    /// <param name="threshold">What scores must exceed.</param>
    public int Select(ReadOnlySpan<int> excluded, Span<ScoredItem> destination, float threshold)
    {
        ModelParameters parameters = model.Parameters;
        int count = 0;
        foreach (int item in _byPopularity.Value)
        {
            if (count == destination.Length)
            {
                break;
            }

            float score = model.Mean + parameters.ItemBiases[item];
            if (score > threshold && model.ItemRatingCounts[item] > 0 && excluded.BinarySearch(item) < 0)
            {
                destination[count++] = new ScoredItem(new ItemIndex(item), score);
            }
        }

        return count;
    }

    private static int[] ByPopularity(MfModel model)
    {
        int[] items = [.. Enumerable.Range(0, model.ItemFactors.RowCount)];
        int[] counts = model.ItemRatingCounts.ToArray();
        Array.Sort(items, (left, right) => counts[left] != counts[right] ? counts[right].CompareTo(counts[left]) : left.CompareTo(right));
        return items;
    }
}

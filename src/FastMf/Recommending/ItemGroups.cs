using FastMf.Model;

namespace FastMf.Recommending;

/// <summary>
/// Which of up to 64 groups each item of a model belongs to (genres, regions, what is in stock): set up once, asked for each request
/// before an item is scored. Immutable.
/// </summary>
public sealed class ItemGroups
{
    private readonly ulong[] _masks;

    /// <summary>The groups of each item.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masks">One for each item of the model, in the order of their indexes; bit g is set when the item is in group g.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">There is not one mask for each item.</exception>
    public ItemGroups(MfModel model, ReadOnlySpan<ulong> masks)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (masks.Length != model.ItemFactors.RowCount)
        {
            throw new ArgumentException(
                $"{model.ItemFactors.RowCount} masks are needed, one for each item of the model, not {masks.Length}.", nameof(masks));
        }

        _masks = masks.ToArray();
    }

    /// <summary>The groups of each item.</summary>
    public ReadOnlySpan<ulong> Masks => _masks;
}

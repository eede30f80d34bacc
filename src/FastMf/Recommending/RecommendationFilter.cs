using System.Runtime.InteropServices;
using FastMf.Model;
using FastMf.Recommending.Search;

namespace FastMf.Recommending;

/// <summary>Which items a list may hold. The default admits all but those that the user has rated.</summary>
public readonly record struct RecommendationFilter
{
    /// <summary>Only items whose score is above it; null for no such limit.</summary>
    public float? Threshold { get; init; }

    /// <summary>Whether items that the user has rated may be listed too.</summary>
    public bool IncludeRated { get; init; }

    /// <summary>Items to leave out, ascending. They may repeat, and need not be of the model.</summary>
    public ReadOnlyMemory<ItemIndex> Excluded { get; init; }

    /// <summary>The groups that the next two properties speak of; without them they have no effect.</summary>
    public ItemGroups? Groups { get; init; }

    /// <summary>A listed item is in at least one of these groups, a bit for each; 0 for no such limit.</summary>
    public ulong AnyOf { get; init; }

    /// <summary>A listed item is in none of these groups.</summary>
    public ulong NoneOf { get; init; }

    /// <summary>What scores must exceed.</summary>
    internal float MinimumScore => Threshold ?? float.NegativeInfinity;

    /// <summary>Checks the filter for a model with the given number of items.</summary>
    /// <exception cref="ArgumentException">
    /// The threshold is not a number, excluded items are not ascending, or groups are of another model.
    /// </exception>
    internal void Validate(int itemCount, string name)
    {
        SearchFilter.RequireNumber(Threshold, name);
        SearchFilter.RequireAscending(MemoryMarshal.Cast<ItemIndex, int>(Excluded.Span), "items", name);
        if (Groups is not null && Groups.Masks.Length != itemCount)
        {
            throw new ArgumentException(
                $"The groups are of {Groups.Masks.Length} items and the model has {itemCount}: make them for this model.", name);
        }
    }

    /// <summary>The filter for a search that leaves out <paramref name="more"/> as well: what was rated, ascending.</summary>
    internal SearchFilter ForSearch(ReadOnlySpan<int> more) => new()
    {
        Excluded = MemoryMarshal.Cast<ItemIndex, int>(Excluded.Span),
        AlsoExcluded = more,
        Groups = Groups is null ? [] : Groups.Masks,
        AnyOf = AnyOf,
        NoneOf = NoneOf,
    };
}

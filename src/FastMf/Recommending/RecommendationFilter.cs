using System.Runtime.InteropServices;
using FastMf.Model;
using FastMf.Recommending.Search;

namespace FastMf.Recommending;

/// <summary>Which items a list may hold. The default admits all but those that the user has rated.</summary>
public readonly ref struct RecommendationFilter
{
    /// <summary>Only items whose score is above it; null for no such limit.</summary>
    public float? Threshold { get; init; }

    /// <summary>Whether items that the user has rated may be listed too.</summary>
    public bool IncludeRated { get; init; }

    /// <summary>Items to leave out, ascending.</summary>
    public ReadOnlySpan<ItemIndex> Excluded { get; init; }

    /// <summary>The groups that the next two properties speak of; without them they have no effect.</summary>
    public ItemGroups? Groups { get; init; }

    /// <summary>A listed item is in at least one of these groups, a bit for each; 0 for no such limit.</summary>
    public ulong AnyOf { get; init; }

    /// <summary>A listed item is in none of these groups.</summary>
    public ulong NoneOf { get; init; }

    /// <summary>The filter for a search of a model's items, without those that are <paramref name="rated"/>, ascending.</summary>
    internal static SearchFilter Checked(RecommendationFilter filter, ReadOnlySpan<int> rated, int itemCount)
    {
        ReadOnlySpan<int> excluded = MemoryMarshal.Cast<ItemIndex, int>(filter.Excluded);
        RequireAscending(excluded);
        ReadOnlySpan<ulong> groups = filter.Groups is null ? [] : filter.Groups.Masks;
        if (filter.Groups is not null && groups.Length != itemCount)
        {
            throw new ArgumentException(
                $"The groups are of {groups.Length} items and the model has {itemCount}: make them for this model.", nameof(filter));
        }

        return new SearchFilter { Excluded = rated, AlsoExcluded = excluded, Groups = groups, AnyOf = filter.AnyOf, NoneOf = filter.NoneOf };
    }

    private static void RequireAscending(ReadOnlySpan<int> excluded)
    {
        for (int i = 1; i < excluded.Length; i++)
        {
            if (excluded[i] < excluded[i - 1])
            {
                throw new ArgumentException($"The excluded items must be ascending; {excluded[i]} follows {excluded[i - 1]}.", nameof(excluded));
            }
        }
    }
}

using FastMf.Model;

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
}

namespace FastMf.Recommending;

/// <summary>What lists a batch makes.</summary>
public sealed record BatchOptions
{
    /// <summary>The length of each list, 1 or more.</summary>
    public int Length { get; init; } = 10;

    /// <summary>Only items whose score is above it; null for no such limit.</summary>
    public float? Threshold { get; init; }

    /// <summary>Whether items that a user has rated may be listed too.</summary>
    public bool IncludeRated { get; init; }

    /// <summary>The groups that the next two properties speak of; without them they have no effect.</summary>
    public ItemGroups? Groups { get; init; }

    /// <summary>A listed item is in at least one of these groups, a bit for each; 0 for no such limit.</summary>
    public ulong AnyOf { get; init; }

    /// <summary>A listed item is in none of these groups.</summary>
    public ulong NoneOf { get; init; }

    /// <summary>How many threads work, 0 for one per processor; without influence on any list.</summary>
    public int Threads { get; init; }

    /// <summary>Told how many users are done, from the working threads; null when nobody asks.</summary>
    public IProgress<int>? Progress { get; init; }
}

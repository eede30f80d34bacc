namespace FastMf.Recommending.Search;

/// <summary>The rows that a list may not hold.</summary>
internal readonly ref struct SearchFilter
{
    /// <summary>Rows to leave out, ascending.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>More of them, ascending.</summary>
    public ReadOnlySpan<int> AlsoExcluded { get; init; }

    /// <summary>The groups of each row, one bit for each; empty when groups do not matter.</summary>
    public ReadOnlySpan<ulong> Groups { get; init; }

    /// <summary>A row must be in one of these groups; 0 when it need not be in any.</summary>
    public ulong AnyOf { get; init; }

    /// <summary>A row must be in none of these groups.</summary>
    public ulong NoneOf { get; init; }

    /// <summary>Whether the row's groups suit: the cheap question, asked before a row is scored.</summary>
    public bool AllowsGroupsOf(int row) =>
        Groups.IsEmpty || ((AnyOf == 0 || (Groups[row] & AnyOf) != 0) && (Groups[row] & NoneOf) == 0);

    /// <summary>Whether the row is in a list of exclusions: asked of the few rows whose score would make the list.</summary>
    public bool Excludes(int row) => Excluded.BinarySearch(row) >= 0 || AlsoExcluded.BinarySearch(row) >= 0;

    /// <summary>Refuses exclusions that are not ascending.</summary>
    public static void RequireAscending(ReadOnlySpan<int> excluded, string what, string name)
    {
        for (int i = 1; i < excluded.Length; i++)
        {
            if (excluded[i] < excluded[i - 1])
            {
                throw new ArgumentException(
                    $"The excluded {what} must be ascending; {excluded[i]} follows {excluded[i - 1]}. Sort them.", name);
            }
        }
    }

    /// <summary>Refuses NaN.</summary>
    public static void RequireNumber(float? value, string name)
    {
        if (value is { } number && float.IsNaN(number))
        {
            throw new ArgumentException("A number is needed for a threshold or a bias, not NaN.", name);
        }
    }
}

using System.Runtime.InteropServices;
using FastMf.Model;
using FastMf.Recommending.Search;

namespace FastMf.Recommending;

/// <summary>Which users a list of similar users may hold. The default admits all.</summary>
public readonly record struct UserFilter
{
    /// <summary>Only users whose similarity is above it; null for no such limit.</summary>
    public float? Threshold { get; init; }

    /// <summary>Users to leave out, ascending. They may repeat, and need not be of the model.</summary>
    public ReadOnlyMemory<UserIndex> Excluded { get; init; }

    /// <summary>What similarities must exceed.</summary>
    internal float MinimumScore => Threshold ?? float.NegativeInfinity;

    /// <summary>Checks the filter.</summary>
    /// <exception cref="ArgumentException">The threshold is not a number, or excluded users are not ascending.</exception>
    internal void Validate(string name)
    {
        SearchFilter.RequireNumber(Threshold, name);
        SearchFilter.RequireAscending(MemoryMarshal.Cast<UserIndex, int>(Excluded.Span), "users", name);
    }

    /// <summary>The filter for a search that leaves out one user more.</summary>
    internal SearchFilter ForSearch(ReadOnlySpan<int> self) =>
        new() { Excluded = MemoryMarshal.Cast<UserIndex, int>(Excluded.Span), AlsoExcluded = self };
}

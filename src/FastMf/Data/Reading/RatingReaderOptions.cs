using FastMf.Threading;

namespace FastMf.Data.Reading;

/// <summary>How <see cref="RatingReader"/> reads; the defaults read every supported file that has no malformed line.</summary>
public sealed record RatingReaderOptions
{
    /// <summary>The format of the file; by default it is detected.</summary>
    public RatingFormat Format { get; init; } = RatingFormat.Auto;

    /// <summary>What the user ids are; null: integers if that of the first rating is one, otherwise text.</summary>
    public IdKind? UserIds { get; init; }

    /// <summary>What the item ids are; null: integers if that of the first rating is one, otherwise text.</summary>
    public IdKind? ItemIds { get; init; }

    /// <summary>What becomes of several ratings of one item by one user; by default the last line counts.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Last;

    /// <summary>How many malformed lines may be left out and reported, 0 or more; one more is an error.</summary>
    public int SkipBadLines { get; init; }

    /// <summary>Whether to keep the timestamps; every line must then have one, a 64-bit integer. If not, they are not looked at.</summary>
    public bool ReadTimestamps { get; init; }

    /// <summary>1 to 1024, or 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every option and returns the number of workers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is not in its range.</exception>
    internal int Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(SkipBadLines);
        ThrowIfUndefined(Format, nameof(Format));
        ThrowIfUndefined(Duplicates, nameof(Duplicates));
        ThrowIfUndefined(UserIds ?? IdKind.Number, nameof(UserIds));
        ThrowIfUndefined(ItemIds ?? IdKind.Number, nameof(ItemIds));
        return WorkerTeam.Validate(Threads, nameof(Threads));
    }

    private static void ThrowIfUndefined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"Choose one of: {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}

namespace FastMf.Data.Reading;

/// <summary>What <see cref="RatingReader"/> has read.</summary>
/// <param name="Ratings">The ratings, with the ids of their users and items.</param>
/// <param name="Format">The format of the file: the one asked for, or the one detected; never <see cref="RatingFormat.Auto"/>.</param>
/// <param name="LineCount">The number of lines, counting header, blank and bad ones.</param>
/// <param name="BadLines">
/// The lines left out, in the order of the file; empty unless <see cref="RatingReaderOptions.SkipBadLines"/> allows some.
/// </param>
/// <param name="Header">The header line, shortened to about 80 characters, or null if there is none.</param>
/// <param name="IsCompressed">Whether the file was compressed with gzip.</param>
public sealed record RatingReadResult(
    RatingMatrix Ratings,
    RatingFormat Format,
    long LineCount,
    IReadOnlyList<BadLine> BadLines,
    string? Header,
    bool IsCompressed);

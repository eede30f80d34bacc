namespace FastMf.Data.Reading;

/// <summary>What the lines of one file look like, once that is known.</summary>
internal sealed record LineFormat(RatingFormat Format, IdKind Users, IdKind Items, bool WithTimestamps);

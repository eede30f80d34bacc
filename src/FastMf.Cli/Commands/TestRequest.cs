using FastMf.Data;
using FastMf.Data.Splitting;

namespace FastMf.Cli.Commands;

/// <summary>What a model is tested on: a file, a random share of the ratings, or the newest ones; at most one of them.</summary>
internal sealed record TestRequest(
    string? File, double? Fraction, double? NewestFraction, int? PerUser, int? Latest = null, bool AllowSeen = false)
{
    public bool NeedsTimestamps => NewestFraction is not null || Latest is not null;

    /// <summary>Splits the ratings, or returns null when no split is asked for.</summary>
    public RatingSplit? Split(RatingMatrix ratings, long seed) => this switch
    {
        { Fraction: { } fraction } => RatingSplitter.RandomFraction(ratings, fraction, seed),
        { NewestFraction: { } fraction } => RatingSplitter.ByTime(ratings, fraction),
        { PerUser: { } count } => RatingSplitter.PerUser(ratings, count, seed),
        { Latest: { } count } => RatingSplitter.LatestPerUser(ratings, count),
        _ => null,
    };
}

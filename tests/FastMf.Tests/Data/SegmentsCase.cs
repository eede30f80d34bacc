using FastMf.Data.Matrix;

namespace FastMf.Tests.Data;

/// <summary>Random triples with many repeats in some segments.</summary>
public sealed record SegmentsCase(
    [Between(1, 50)] int Users, [Between(1, 100_000, Usually = 40)] int Items, [Between(0, 2000, Usually = 500)] int Ratings, int Seed)
    : SeededCase(Seed)
{
    internal List<RatingSegment> Segments() => RandomRatings.Segments(Random(), Users, Items, Ratings, timed: true);
}

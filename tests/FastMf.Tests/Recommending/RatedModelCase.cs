namespace FastMf.Tests.Recommending;

/// <summary>The sizes of a <see cref="RatedCase"/>; more items than are scored at once, at times.</summary>
public sealed record RatedModelCase(
    [Between(1, 8)] int Users, [Between(1, 1600, Usually = 40)] int Items, [Between(1, 40)] int Rank, int Seed)
    : SeededCase(Seed);

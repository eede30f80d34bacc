namespace FastMf.Kernels.Tests;

/// <summary>As <see cref="SgdSizes"/>, for kernels of one vector width.</summary>
public sealed record SgdAtLevel(
    [Between(1, 8)] int Users,
    [Between(1, 8)] int Items,
    [Between(1, 130)] int Rank,
    [Between(0, 100)] int Samples,
    SimdLevel Level,
    int Seed)
    : SgdSizes(Users, Items, Rank, Samples, Seed);

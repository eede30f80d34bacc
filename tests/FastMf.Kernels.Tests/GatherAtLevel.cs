namespace FastMf.Kernels.Tests;

/// <summary>As <see cref="GatherSizes"/>, for kernels of one vector width.</summary>
public sealed record GatherAtLevel(
    [Between(1, 60)] int Rows, [Between(1, 130)] int Rank, [Between(0, 300)] int Gathered, SimdLevel Level, int Seed)
    : GatherSizes(Rows, Rank, Gathered, Seed);

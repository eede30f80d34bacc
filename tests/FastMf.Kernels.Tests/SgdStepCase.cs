namespace FastMf.Kernels.Tests;

/// <summary>An <see cref="SgdCase"/> for a single step.</summary>
public sealed record SgdStepCase([Between(1, 8)] int Users, [Between(1, 8)] int Items, [Between(1, 40)] int Rank, int Seed)
    : SgdSizes(Users, Items, Rank, Samples: 1, Seed);

namespace FastMf.Kernels.Tests;

/// <summary>The sizes of a <see cref="GatherCase"/>.</summary>
public record GatherSizes([Between(1, 60)] int Rows, [Between(1, 130)] int Rank, [Between(0, 300)] int Gathered, int Seed)
    : SeededCase(Seed)
{
    internal GatherCase Place() => new(Random(), Rank, Gathered, Rows);
}

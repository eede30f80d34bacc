namespace FastMf.Kernels.Tests;

/// <summary>The sizes of an <see cref="SgdCase"/> and how many ratings it is given.</summary>
public record SgdSizes(
    [Between(1, 8)] int Users, [Between(1, 8)] int Items, [Between(1, 130)] int Rank, [Between(0, 100)] int Samples, int Seed)
    : SeededCase(Seed)
{
    /// <summary>The model in buffers of its own: the same at every call.</summary>
    internal SgdCase Place() => new(Random(), Rank, Users, Items);
}

using FastMf.Testing.Memory;

namespace FastMf.Testing.Cases;

/// <summary>A factor matrix for a kernel: any rank, any alignment.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Rank">Floats of a row that count.</param>
/// <param name="Offset">Floats from a multiple of 64 bytes to the first row.</param>
/// <param name="Seed">The seed of the factors.</param>
public sealed record FactorCase([Between(1, 8)] int Rows, [Between(1, 130)] int Rank, [Between(0, 15)] int Offset, int Seed)
    : SeededCase(Seed)
{
    /// <summary>
    /// The matrix in memory of its own, where what lies outside the rows is NaN or may not be read at all; dispose of it.
    /// </summary>
    public PlacedFactors Place() => new(Random(), Rows, Rank, Offset);
}

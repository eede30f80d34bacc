using FastMf.Testing.Generators;

namespace FastMf.Testing.Cases;

/// <summary>A symmetric positive definite matrix.</summary>
/// <param name="Order">Rows and columns.</param>
/// <param name="Digits">The decimal digits that solving loses: the condition number is 10 to this power; of 0 it is small.</param>
/// <param name="Seed">The seed of the matrix.</param>
public sealed record SystemCase([Between(1, 40)] int Order, [Between(0, 5)] int Digits, int Seed) : SeededCase(Seed)
{
    /// <summary>The matrix: the same at every call.</summary>
    public double[,] ToMatrix() => Digits == 0
        ? FactorGenerator.SymmetricPositiveDefinite(Random(), Order)
        : FactorGenerator.NearlySingular(Random(), Order, Math.Pow(10, -Digits));
}

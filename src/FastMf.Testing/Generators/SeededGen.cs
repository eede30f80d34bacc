using FastMf.Data;
using FastMf.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace FastMf.Testing.Generators;

/// <summary>The generators of this package for those who write their properties in FsCheck.</summary>
public static class SeededGen
{
    /// <summary>Rating matrices as <see cref="RatingMatrixGenerator.Generate"/> and <see cref="RatingMatrixGenerator.HeavyTailed"/> make them.</summary>
    public static Arbitrary<RatingMatrix> RatingMatrices() => Of(RatingMatrixGenerator.GenerateAny);

    /// <summary>Symmetric positive definite matrices of order 1 to <paramref name="maximumOrder"/>, every other one nearly singular.</summary>
    public static Arbitrary<double[,]> Systems(int maximumOrder) => Of(random => random.NextInt32(2) == 0
        ? FactorGenerator.SymmetricPositiveDefinite(random, 1 + random.NextInt32(maximumOrder))
        : FactorGenerator.NearlySingular(random, 1 + random.NextInt32(maximumOrder), Math.Pow(10, -1 - random.NextInt32(5))));

    /// <summary>Whatever <paramref name="create"/> makes of a seeded generator. There is no shrinker: a smaller seed is not a simpler case.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="create">Must depend on the generator alone.</param>
    public static Arbitrary<T> Of<T>(Func<SeededRandom, T> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Gen.Choose(0, int.MaxValue).Select(seed => create(new SeededRandom(seed))).ToArbitrary();
    }
}

using FastMf.Numerics;

namespace FastMf.Testing.Cases;

/// <summary>
/// One case of a property: the sizes and choices that are the parameters of a derived record, and the seed of the generator that makes
/// its data. Cases are drawn uniformly; one that fails shrinks by its structure, to smaller sizes and earlier choices under the same seed.
/// </summary>
/// <remarks>
/// The parameters of the derived record are integers with a <see cref="BetweenAttribute"/>, enumerations, Booleans and the seed:
/// <c>public sealed record RowCase([Between(1, 100)] int Rank, bool WithBias, int Seed) : SeededCase(Seed);</c>
/// </remarks>
/// <param name="Seed">The seed of <see cref="Random"/>; it never shrinks.</param>
public abstract record SeededCase(int Seed)
{
    /// <summary>A generator at the start of the case's stream. What is drawn from it must depend on the case alone.</summary>
    /// <param name="stream">Which of the seed's independent streams.</param>
    public SeededRandom Random(long stream = 0) => new(Seed, stream);

    /// <summary>
    /// Every parameter and its value, as <see cref="PropertyCheck.ReplayVariable"/> takes them: <c>Rank=5,WithBias=False,Seed=17</c>.
    /// </summary>
    public sealed override string ToString() => new CaseShape(GetType()).Text(this);
}

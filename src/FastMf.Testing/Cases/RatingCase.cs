using FastMf.Data;
using FastMf.Testing.Generators;

namespace FastMf.Testing.Cases;

/// <summary>
/// A small rating matrix with what breaks trainers: empty rows and columns, single ratings, full rows, heavy tails. A derived record
/// gives other ranges by its own parameters of the same names.
/// </summary>
/// <param name="Users">The number of users.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Ratings">About how many ratings there are; at least one.</param>
/// <param name="HeavyTailed">Whether a few users give and a few items get most of the ratings.</param>
/// <param name="Seed">The seed of the ratings.</param>
public record RatingCase(
    [Between(1, 40)] int Users, [Between(1, 30)] int Items, [Between(1, 1200, Usually = 400)] int Ratings, bool HeavyTailed, int Seed)
    : SeededCase(Seed)
{
    /// <summary>The matrix: the same at every call.</summary>
    public RatingMatrix ToMatrix() => HeavyTailed
        ? RatingMatrixGenerator.HeavyTailed(Random(), Users, Items, Ratings)
        : RatingMatrixGenerator.Uneven(Random(), Users, Items, Math.Min(1, (double)Ratings / Users / Items));
}

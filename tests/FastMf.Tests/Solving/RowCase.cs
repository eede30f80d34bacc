using FastMf.Model;

namespace FastMf.Tests.Solving;

/// <summary>The sizes and the objective of a <see cref="RowProblem"/>.</summary>
/// <param name="Others">The rows of the other side.</param>
/// <param name="Density">How many of a hundred are rated; at least one row is.</param>
/// <param name="Rank">The number of factors.</param>
/// <param name="Objective">What is minimized.</param>
/// <param name="NonNegative">Whether the factors are held at zero or above.</param>
/// <param name="WithBias">Whether the row has a bias.</param>
/// <param name="Seed">The seed of factors, ratings and regularization.</param>
public abstract record RowCase(int Others, int Density, int Rank, ObjectiveKind Objective, bool NonNegative, bool WithBias, int Seed)
    : SeededCase(Seed);

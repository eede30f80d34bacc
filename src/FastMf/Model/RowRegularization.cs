namespace FastMf.Model;

/// <summary>The ridge of one row's least-squares problem, s |x|^2 + t b^2: the weights s and t are the values below times their scales.</summary>
/// <param name="Factors">The weight of the squared norm of the factors; 0 or more.</param>
/// <param name="Scaling">How it grows with the row's number of ratings.</param>
/// <param name="Bias">The weight of the squared bias; 0 or more.</param>
/// <param name="BiasScaling">How it grows with the row's number of ratings.</param>
public readonly record struct RowRegularization(
    float Factors, RegularizationScaling Scaling, float Bias, RegularizationScaling BiasScaling)
{
    /// <summary>s for a row with <paramref name="count"/> ratings.</summary>
    public float FactorsOf(int count) => Factors * Scale(Scaling, count);

    /// <summary>t for a row with <paramref name="count"/> ratings.</summary>
    public float BiasOf(int count) => Bias * Scale(BiasScaling, count);

    private static float Scale(RegularizationScaling scaling, int count) => scaling switch
    {
        RegularizationScaling.Count => count,
        RegularizationScaling.SquareRoot => MathF.Sqrt(count),
        RegularizationScaling.ThreeQuarters => MathF.Sqrt(count) * MathF.Sqrt(MathF.Sqrt(count)),
        _ => 1,
    };
}

namespace FastMf.Model;

/// <summary>The ridge of one row's least-squares problem: factors |x|^2 + bias b^2, each times the row's scale.</summary>
/// <param name="Factors">The weight of the squared norm of the factors; 0 or more.</param>
/// <param name="Bias">The weight of the squared bias; 0 or more.</param>
/// <param name="Scaling">Whether both are multiplied by the row's number of ratings.</param>
public readonly record struct RowRegularization(float Factors, float Bias, RegularizationScaling Scaling)
{
    /// <summary>The factor weight of a row with <paramref name="count"/> ratings.</summary>
    public float FactorsOf(int count) => Scaling == RegularizationScaling.Count ? Factors * count : Factors;

    /// <summary>The bias weight of a row with <paramref name="count"/> ratings.</summary>
    public float BiasOf(int count) => Scaling == RegularizationScaling.Count ? Bias * count : Bias;
}

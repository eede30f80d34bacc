using FastMf.Numerics;

namespace FastMf.Model;

/// <summary>
/// The ridge of one row's least-squares problem, s |x|^2 + t b^2: for a row with n ratings s = factors n^exponent and
/// t = bias n^biasExponent.
/// </summary>
/// <param name="Factors">The weight of the squared norm of the factors before scaling; 0 or more.</param>
/// <param name="Exponent">
/// 0: the same for every row, as in ridge regression; rows with few ratings are held near zero. 1: weighted-lambda regularization (Zhou
/// et al. 2008), as SGD does by its nature; rows with few ratings fit them closely. Between them 0.5, whose best weight depends least
/// on the size of the data.
/// </param>
/// <param name="Bias">The weight of the squared bias before scaling; 0 or more.</param>
/// <param name="BiasExponent">How that grows with the row's number of ratings.</param>
public readonly record struct RowRegularization(float Factors, float Exponent, float Bias, float BiasExponent)
{
    /// <summary>s for a row with <paramref name="count"/> ratings.</summary>
    public float FactorsOf(int count) => Factors * Scale(Exponent, count);

    /// <summary>t for a row with <paramref name="count"/> ratings.</summary>
    public float BiasOf(int count) => Bias * Scale(BiasExponent, count);

    private static float Scale(float exponent, int count) => exponent switch
    {
        0 => 1,
        0.5f => MathF.Sqrt(count),
        0.75f => MathF.Sqrt(count) * MathF.Sqrt(MathF.Sqrt(count)),
        1 => count,
        _ => count == 0 ? 0 : (float)PortableMath.Pow(count, exponent),
    };
}

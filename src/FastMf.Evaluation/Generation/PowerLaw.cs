using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// The shape of a popularity list, most popular first: a Zipf-Mandelbrot law that ends at zero,
/// w(r) = (r + c)^-a - (n + c)^-a for the ranks r = 0 to n - 1.
/// </summary>
/// <remarks>
/// Subtracting the end value gives the long flat foot of MovieLens, where many items have a handful of ratings and many users few
/// more than the minimum; the offset c sets how far the first rank stands out.
/// </remarks>
/// <param name="exponent">a, 0.01 to 10.</param>
/// <param name="offset">c, at least 1.</param>
/// <param name="count">n, at least 1.</param>
internal readonly struct PowerLaw(double exponent, double offset, int count)
{
    private readonly double _end = PortableMath.Pow(count + offset, -exponent);

    /// <summary>The weight of a rank, above 0.</summary>
    public double Weight(int rank) => PortableMath.Pow(rank + offset, -exponent) - _end;

    /// <summary>The weights of all ranks.</summary>
    public double[] Weights()
    {
        double[] weights = new double[count];
        for (int rank = 0; rank < count; rank++)
        {
            weights[rank] = Weight(rank);
        }

        return weights;
    }

    /// <summary>The law of the given exponent whose first rank has about the given share of the sum of all weights.</summary>
    /// <remarks>
    /// A share that no offset from 1 to 1000 n gives is met as nearly as it can be. At 1000 n the law is a straight line to within a
    /// thousandth; beyond, the difference of two nearly equal powers would lose its digits.
    /// </remarks>
    public static PowerLaw WithTopShare(double exponent, int count, double share)
    {
        double low = 1;
        double high = 1e3 * count;

        // The offset spans many powers of ten, so the bisection is of its logarithm: the geometric mean is the middle.
        for (int step = 0; step < 50; step++)
        {
            double middle = Math.Sqrt(low * high);
            if (new PowerLaw(exponent, middle, count).TopShare() > share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return new PowerLaw(exponent, low, count);
    }

    /// <summary>w(0) over the sum of all weights, with the sum as the integral of w from -1/2 to n - 1/2 (the midpoint rule).</summary>
    private double TopShare() => Weight(0) / (Antiderivative(count - 0.5 + offset) - Antiderivative(offset - 0.5) - count * _end);

    private double Antiderivative(double x) =>
        exponent == 1 ? PortableMath.Log(x) : PortableMath.Pow(x, 1 - exponent) / (1 - exponent);
}

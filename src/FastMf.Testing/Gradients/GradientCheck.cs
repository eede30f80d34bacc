namespace FastMf.Testing.Gradients;

/// <summary>Compares an analytic gradient with central finite differences.</summary>
public static class GradientCheck
{
    /// <summary>The largest difference between the two gradients, relative to the larger of 1 and their largest component.</summary>
    /// <param name="function">The function, of all the parameters.</param>
    /// <param name="point">Where to differentiate; restored before the call returns.</param>
    /// <param name="gradient">The analytic gradient at <paramref name="point"/>, of the same length.</param>
    /// <param name="step">The half width h of (f(x + h) - f(x - h)) / 2h; its error is of order h^2.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double LargestError(Func<double[], double> function, double[] point, ReadOnlySpan<double> gradient, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(point);
        if (gradient.Length != point.Length)
        {
            throw new ArgumentException($"{point.Length} components are needed, not {gradient.Length}.", nameof(gradient));
        }

        double largest = 0;
        double scale = 1;
        for (int i = 0; i < point.Length; i++)
        {
            double saved = point[i];
            point[i] = saved + step;
            double above = function(point);
            point[i] = saved - step;
            double below = function(point);
            point[i] = saved;
            double difference = (above - below) / (2 * step);
            largest = Math.Max(largest, Math.Abs(difference - gradient[i]));
            scale = Math.Max(scale, Math.Max(Math.Abs(difference), Math.Abs(gradient[i])));
        }

        return largest / scale;
    }
}

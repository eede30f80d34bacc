using System.Numerics.Tensors;

namespace FastMf.Data;

/// <summary>Mean, population standard deviation and range of rating values; all 0 where there are none.</summary>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="StandardDeviation">The population standard deviation (divided by n).</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
public readonly record struct RatingStatistics(double Mean, double StandardDeviation, float Minimum, float Maximum)
{
    /// <summary>The statistics of <paramref name="values"/>, summed in double precision in their order.</summary>
    public static RatingStatistics Of(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (float value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new RatingStatistics(
            mean, Math.Sqrt(squares / values.Length), TensorPrimitives.Min(values), TensorPrimitives.Max(values));
    }
}

namespace FastMf.Evaluation;

/// <summary>Mean and population standard deviation (divided by n) of some numbers.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Mean">Their mean; 0 when there are none.</param>
/// <param name="StandardDeviation">Their standard deviation; 0 when there are none.</param>
public readonly record struct Spread(int Count, double Mean, double StandardDeviation)
{
    /// <summary>The spread of the given numbers.</summary>
    public static Spread Of(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / Math.Max(1, values.Length);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Spread(values.Length, mean, Math.Sqrt(squares / Math.Max(1, values.Length)));
    }
}

namespace FastMf.Evaluation.Generation;

/// <summary>The values that a rating can take: minimum, minimum + step, ..., maximum.</summary>
internal sealed class RatingScale
{
    private readonly float[] _values;

    public RatingScale(double minimum, double maximum, double step)
    {
        Minimum = minimum;
        Maximum = maximum;
        Step = step;
        Steps = (int)Math.Floor((maximum - minimum) / step + 0.5);
        _values = new float[Steps + 1];
        for (int i = 0; i <= Steps; i++)
        {
            _values[i] = (float)(minimum + i * step);
        }
    }

    public double Minimum { get; }

    public double Maximum { get; }

    public double Step { get; }

    /// <summary>The number of steps from the minimum to the maximum.</summary>
    public int Steps { get; }

    /// <summary>The nearest value of the scale; the upper one of two equally near.</summary>
    public float Round(double x) => _values[(int)Math.Clamp(Math.Floor((x - Minimum) / Step + 0.5), 0, Steps)];

    /// <summary>The nearest number between the minimum and the maximum, not rounded.</summary>
    public double Clip(double x) => Math.Clamp(x, Minimum, Maximum);
}

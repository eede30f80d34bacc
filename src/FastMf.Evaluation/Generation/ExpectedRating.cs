using FastMf.Numerics;

namespace FastMf.Evaluation.Generation;

/// <summary>
/// The mean of the rating round(x + e) for a planted value x and normal noise e: the prediction with the least expected squared
/// error. It differs from x towards the ends of the scale, where the noise is cut off on one side only.
/// </summary>
/// <remarks>
/// A rating is the minimum plus one step for every rounding boundary t that x + e reaches, so its mean is the minimum plus the step
/// times the sum of P(x + e &gt;= t) = Phi((x - t) / d), d being the deviation of the noise. The sum is tabulated from 8 d below the
/// scale to 8 d above it and interpolated linearly; with the default options the error is below 10^-5.
/// </remarks>
internal sealed class ExpectedRating
{
    private const int Intervals = 4096;
    private const double Margin = 8;
    private const double InverseSqrtTwoPi = 0.39894228040143268;

    private readonly RatingScale _scale;
    private readonly double _start;
    private readonly double _intervalsPerUnit;
    private readonly double[] _table = [];

    public ExpectedRating(RatingScale scale, double noiseDeviation)
    {
        _scale = scale;
        if (noiseDeviation == 0)
        {
            return;
        }

        _start = scale.Minimum - Margin * noiseDeviation;
        _intervalsPerUnit = Intervals / (scale.Maximum - scale.Minimum + 2 * Margin * noiseDeviation);
        _table = new double[Intervals + 1];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = Mean(_start + i / _intervalsPerUnit, noiseDeviation);
        }
    }

    /// <summary>The expected rating for the planted value <paramref name="x"/>.</summary>
    public double At(double x)
    {
        if (_table.Length == 0)
        {
            return _scale.Round(x);
        }

        double position = Math.Clamp((x - _start) * _intervalsPerUnit, 0, Intervals);
        int index = Math.Min((int)position, Intervals - 1);
        return _table[index] + (position - index) * (_table[index + 1] - _table[index]);
    }

    private double Mean(double x, double noiseDeviation)
    {
        double steps = 0;
        for (int boundary = 0; boundary < _scale.Steps; boundary++)
        {
            steps += Cumulative((x - _scale.Minimum - (boundary + 0.5) * _scale.Step) / noiseDeviation);
        }

        return _scale.Minimum + _scale.Step * steps;
    }

    /// <summary>Phi(z) = 1/2 + phi(z) (z + z^3 / 3 + z^5 / (3 5) + z^7 / (3 5 7) + ...), to about 1e-15.</summary>
    private static double Cumulative(double z)
    {
        if (Math.Abs(z) > Margin)
        {
            return z < 0 ? 0 : 1;
        }

        double sum = z;
        double term = z;
        for (int n = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); n += 2)
        {
            term *= z * z / n;
            sum += term;
        }

        return 0.5 + InverseSqrtTwoPi * PortableMath.Exp(-z * z / 2) * sum;
    }
}

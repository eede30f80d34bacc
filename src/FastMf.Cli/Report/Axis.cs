using System.Globalization;

namespace FastMf.Cli.Report;

/// <summary>One axis of a chart: numbers to places, and the numbers that are marked.</summary>
internal sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _length;
    private readonly bool _isLogarithmic;
    private readonly bool _isWhole;

    /// <param name="low">The smallest number.</param>
    /// <param name="high">The largest number.</param>
    /// <param name="start">Where the smallest stands.</param>
    /// <param name="end">Where the largest stands.</param>
    /// <param name="isLogarithmic">Whether equal ratios, not equal differences, are equally long; numbers are above 0 then.</param>
    /// <param name="isWhole">Whether only whole numbers are marked.</param>
    public Axis(double low, double high, double start, double end, bool isLogarithmic = false, bool isWhole = false)
    {
        _isWhole = isWhole;
        _isLogarithmic = isLogarithmic;
        (_low, _high) = high > low ? (low, high) : (low - 0.5, low + 0.5);
        if (isLogarithmic && high <= low)
        {
            (_low, _high) = (low / 2, low * 2);
        }

        (_start, _length) = (start, end - start);
    }

    public double Place(double value) =>
        _start + _length * (_isLogarithmic ? Math.Log(value / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low));

    /// <summary>Round numbers within the axis, five or so; on a logarithmic axis 1, 2 and 5 times powers of ten.</summary>
    public IEnumerable<double> Ticks()
    {
        if (_isLogarithmic)
        {
            for (int power = (int)Math.Floor(Math.Log10(_low)); Math.Pow(10, power) <= _high; power++)
            {
                foreach (double digit in new[] { 1.0, 2, 5 })
                {
                    double value = digit * Math.Pow(10, power);
                    if (value >= _low * 0.999 && value <= _high * 1.001)
                    {
                        yield return value;
                    }
                }
            }

            yield break;
        }

        double rough = (_high - _low) / 5;
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { 1.0, 2, 5, 10 }.First(digit => digit * magnitude >= rough * 0.999) * magnitude;
        step = _isWhole ? Math.Max(1, Math.Round(step)) : step;
        for (double count = Math.Ceiling(_low / step - 1e-9); count * step <= _high + 1e-9 * step; count++)
        {
            yield return count * step;
        }
    }

    public static string Label(double value) =>
        Math.Abs(value) < 1e-12 ? "0" : value.ToString(Math.Abs(value) is >= 1e4 and < 1e7 ? "F0" : "G4", CultureInfo.InvariantCulture);
}

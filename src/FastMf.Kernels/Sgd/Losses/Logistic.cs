using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Sgd.Losses;

/// <summary>
/// The logistic function from IEEE addition, multiplication, division and rounding alone: the same bits on every platform, which the
/// C library's exponential does not promise. Relative error of both results below 1e-6.
/// </summary>
internal static class Logistic
{
    private const float Log2E = 1.44269504f;

    /// <summary>
    /// 3 x 2^22, where neighbouring floats are neighbouring integers: added to a number it rounds it, with the integer in the lowest bits.
    /// </summary>
    private const float Integers = 12582912;

    /// <summary>The bits of 1: the exponent of 2^0.</summary>
    private const int OneBits = 0x3F800000;

    private const double Ln2 = 0.69314718055994531;

    /// <summary>ln 2 = High + Low; High has few bits, so that a multiple of it by an exponent is exact.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>p = 1 / (1 + exp(-x)) and softplus = ln (1 + exp(x)). Not a number gives not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Probability(float x, out float softplus)
    {
        float p = ProbabilityAndExponential(x, out float t);
        softplus = (x > 0 ? x : 0) + LogOfOnePlus(t);
        return p;
    }

    /// <summary>
    /// The same p, and t = exp(-|x|) in (0, 1], of which softplus is max(x, 0) + ln (1 + t): for who adds many logarithms at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ProbabilityAndExponential(float x, out float t)
    {
        // Everything from t: nothing overflows, and nothing cancels.
        t = ExpOfNegative(-MathF.Abs(x));
        float smaller = t / (1 + t);
        return x > 0 ? 1 - smaller : smaller;
    }

    /// <summary>e^x for x &lt;= 0: 2^k e^r with |r| &lt;= ln(2) / 2, e^r by its series to the seventh power. Below -87 as at -87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ExpOfNegative(float x)
    {
        x = x < -87 ? -87 : x;
        float shifted = x * Log2E + Integers;
        float k = shifted - Integers;
        float r = x - k * Ln2High - k * Ln2Low;

        // In pairs, of which none waits for another: one after the other the terms would take twice as long.
        float r2 = r * r;
        float upper = 1f / 24 + r * (1f / 120) + r2 * (1f / 720 + r * (1f / 5040));
        float series = 1 + r + r2 * (1f / 2 + r * (1f / 6)) + r2 * r2 * upper;
        return BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted) << 23) + OneBits) * series;
    }

    /// <summary>
    /// ln(1 + t) = 2 artanh(t / (2 + t)) for t in [0, 1]; z &lt;= 1/3, so the first term left out is below 1e-7 of the sum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LogOfOnePlus(float t)
    {
        float z = t / (2 + t);
        float s = z * z;
        return 2 * z * (1 + s * (1f / 3 + s * (1f / 5 + s * (1f / 7 + s * (1f / 9 + s * (1f / 11 + s * (1f / 13)))))));
    }

    /// <summary>
    /// ln x for x >= 1, of which the relative error is below 1e-11: for x = 2^e m it is e ln 2 + 2 artanh((m - 1) / (m + 1)). Not a number
    /// gives not a number.
    /// </summary>
    public static double Logarithm(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble(bits - (exponent << 52));
        double z = (m - 1) / (m + 1);
        double s = z * z;
        double series = 0;
        for (int k = 21; k >= 1; k -= 2)
        {
            series = series * s + 1.0 / k;
        }

        return exponent * Ln2 + 2 * z * series;
    }
}

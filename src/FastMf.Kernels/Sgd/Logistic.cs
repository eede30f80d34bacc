using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// The logistic function from IEEE addition, multiplication, division and rounding alone: the same bits on every platform, which the
/// C library's exponential does not promise. Relative error of both results below 1e-6.
/// </summary>
internal static class Logistic
{
    private const float Log2E = 1.44269504f;

    /// <summary>ln 2 = High + Low; High has few bits, so that a multiple of it by an exponent is exact.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>p = 1 / (1 + exp(-x)) and softplus = ln (1 + exp(x)). Not a number gives not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Probability(float x, out float softplus)
    {
        // Everything from t = exp(-|x|) in (0, 1]: nothing overflows, and nothing cancels.
        float t = ExpOfNegative(-MathF.Abs(x));
        float smaller = t / (1 + t);
        softplus = (x > 0 ? x : 0) + LogOfOnePlus(t);
        return x > 0 ? 1 - smaller : smaller;
    }

    /// <summary>e^x for x &lt;= 0: 2^k e^r with |r| &lt;= ln(2) / 2, e^r by its series to the seventh power. Below -87 as at -87.</summary>
    private static float ExpOfNegative(float x)
    {
        x = x < -87 ? -87 : x;
        float k = MathF.Floor(x * Log2E + 0.5f);
        float r = x - k * Ln2High - k * Ln2Low;
        float series = 1 + r * (1 + r * (1f / 2 + r * (1f / 6 + r * (1f / 24 + r * (1f / 120 + r * (1f / 720 + r * (1f / 5040)))))));
        return BitConverter.Int32BitsToSingle(((int)k + 127) << 23) * series;
    }

    /// <summary>ln(1 + t) = 2 artanh(t / (2 + t)) for t in [0, 1]; z &lt;= 1/3, so the first term left out is below 1e-7 of the sum.</summary>
    private static float LogOfOnePlus(float t)
    {
        float z = t / (2 + t);
        float s = z * z;
        return 2 * z * (1 + s * (1f / 3 + s * (1f / 5 + s * (1f / 7 + s * (1f / 9 + s * (1f / 11 + s * (1f / 13)))))));
    }
}

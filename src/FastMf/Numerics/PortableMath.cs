using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Numerics;

/// <summary>
/// Logarithm, exponential and power from IEEE addition, multiplication, division and floor alone: the same bits on every platform,
/// which the C library's functions do not promise. Relative accuracy about 1e-15 (1e-14 for large powers).
/// </summary>
public static class PortableMath
{
    private const double Ln2 = 0.69314718055994531;

    /// <summary>ln 2 = High + Low, where High has 21 trailing zero bits: k * High is exact for every exponent k of a double.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>1, 1/3, ..., 1/23.</summary>
    private static ReadOnlySpan<double> OddReciprocals =>
        [1.0, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23];

    /// <summary>1/0!, 1/1!, ..., 1/14!.</summary>
    private static ReadOnlySpan<double> ReciprocalFactorials =>
    [
        1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
        1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200,
    ];

    /// <summary>ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)), x = m 2^e, m in [sqrt(1/2), sqrt(2)); x is positive and normal.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double t = (mantissa - 1) / (mantissa + 1);

        // |t| <= 0.172, so the first term left out is below 1e-19 of the sum.
        return exponent * Ln2 + 2 * t * Polynomial(OddReciprocals, t * t);
    }

    /// <summary><see cref="Log(double)"/> of eight numbers, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<long> bits = x.AsInt64();
        Vector512<double> exponent = Vector512.ConvertToDouble((bits >> 52) - Vector512.Create(1023L));
        Vector512<double> mantissa = ((bits & Vector512.Create(0x000FFFFFFFFFFFFF)) | Vector512.Create(0x3FF0000000000000)).AsDouble();
        Vector512<double> isLarge = Vector512.GreaterThan(mantissa, Vector512.Create(1.4142135623730951));
        mantissa = Vector512.ConditionalSelect(isLarge, mantissa * 0.5, mantissa);
        exponent = Vector512.ConditionalSelect(isLarge, exponent + Vector512<double>.One, exponent);
        Vector512<double> t = (mantissa - Vector512<double>.One) / (mantissa + Vector512<double>.One);
        return exponent * Ln2 + 2 * t * Polynomial(OddReciprocals, t * t);
    }

    /// <summary>e^x = 2^k e^r with |r| &lt;= ln(2) / 2; 0 where the result would not be normal, infinity where it would overflow.</summary>
    public static double Exp(double x)
    {
        if (x < -708)
        {
            return 0;
        }

        if (x > 709)
        {
            return double.PositiveInfinity;
        }

        double k = Math.Floor(x / Ln2 + 0.5);
        double r = x - k * Ln2High - k * Ln2Low;
        double scale = BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
        return scale * Polynomial(ReciprocalFactorials, r);
    }

    /// <summary>x^y for a positive, normal x.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>1 / (1 + e^-x), from 0 to 1; no x overflows.</summary>
    public static double Logistic(double x)
    {
        double t = Exp(-Math.Abs(x));
        double smaller = t / (1 + t);
        return x > 0 ? 1 - smaller : smaller;
    }

    /// <summary>The sum, and to it the squares of the logistic functions of the numbers, eight at once.</summary>
    internal static double AddSquaredLogistics(double sum, ReadOnlySpan<double> numbers)
    {
        int i = 0;
        Vector512<double> sums = default;
        for (; i + Vector512<double>.Count <= numbers.Length; i += Vector512<double>.Count)
        {
            Vector512<double> logistic = Logistic(Vector512.Create(numbers[i..]));
            sums += logistic * logistic;
        }

        sum += Vector512.Sum(sums);
        foreach (double number in numbers[i..])
        {
            double logistic = Logistic(number);
            sum += logistic * logistic;
        }

        return sum;
    }

    /// <summary><see cref="Logistic(double)"/> of eight numbers, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Logistic(Vector512<double> x)
    {
        Vector512<double> t = ExpOfNegative(-Vector512.Abs(x));
        Vector512<double> smaller = t / (Vector512<double>.One + t);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, default), Vector512<double>.One - smaller, smaller);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpOfNegative(Vector512<double> x)
    {
        Vector512<double> k = Vector512.Floor(x / Ln2 + Vector512.Create(0.5));
        Vector512<double> r = x - k * Ln2High - k * Ln2Low;
        Vector512<double> scale = ((Vector512.ConvertToInt64(k) + Vector512.Create(1023L)) << 52).AsDouble();
        Vector512<double> isZero = Vector512.LessThan(x, Vector512.Create(-708.0));
        return Vector512.ConditionalSelect(isZero, default, scale * Polynomial(ReciprocalFactorials, r));
    }

    /// <summary>The sum of coefficients[i] x^i, by Horner's rule from the highest power down.</summary>
    internal static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = sum * x + coefficients[i];
        }

        return sum;
    }

    /// <summary><see cref="Polynomial(ReadOnlySpan{double}, double)"/> of eight numbers, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Polynomial(ReadOnlySpan<double> coefficients, Vector512<double> x)
    {
        Vector512<double> sum = default;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = sum * x + Vector512.Create(coefficients[i]);
        }

        return sum;
    }
}

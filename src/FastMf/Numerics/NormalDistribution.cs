using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Numerics;

/// <summary>
/// The inverse of the standard normal distribution function: Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988),
/// relative accuracy about 1e-15.
/// </summary>
/// <remarks>
/// Only IEEE addition, multiplication, division and square root are used, the logarithm included, so the result has the same bits on
/// every platform; the logarithm of the C library has not.
/// </remarks>
public static class NormalDistribution
{
    /// <summary>How far from 1/2 a probability is that the central polynomials serve.</summary>
    private const double Centre = 0.425;

    /// <summary>The largest root of minus the logarithm that the middle polynomials serve.</summary>
    private const double LargestMiddle = 5;

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>The number x with P(X &lt;= x) = <paramref name="probability"/> for a standard normal X.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not strictly between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability strictly between 0 and 1 is needed.");
        }

        double q = probability - 0.5;
        if (Math.Abs(q) <= Centre)
        {
            double c = 0.180625 - q * q;
            return q * PortableMath.Polynomial(CentralNumerator, c) / PortableMath.Polynomial(CentralDenominator, c);
        }

        double r = Math.Sqrt(-PortableMath.Log(q < 0 ? probability : 1 - probability));
        double x = r <= LargestMiddle
            ? PortableMath.Polynomial(MiddleNumerator, r - 1.6) / PortableMath.Polynomial(MiddleDenominator, r - 1.6)
            : PortableMath.Polynomial(TailNumerator, r - 5) / PortableMath.Polynomial(TailDenominator, r - 5);
        return q < 0 ? -x : x;
    }

    /// <summary>
    /// <see cref="Quantile(double)"/> of eight probabilities, with the same bits. Each lane goes through the centre and the middle, and
    /// one of the two counts; what lies further out, one in 10^10, is done one by one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Quantile(Vector512<double> probabilities)
    {
        Vector512<double> q = probabilities - Vector512.Create(0.5);
        Vector512<double> c = Vector512.Create(0.180625) - q * q;
        Vector512<double> central = q * PortableMath.Polynomial(CentralNumerator, c) / PortableMath.Polynomial(CentralDenominator, c);

        Vector512<double> isBelow = Vector512.LessThan(q, Vector512<double>.Zero);
        Vector512<double> tail = Vector512.ConditionalSelect(isBelow, probabilities, Vector512<double>.One - probabilities);
        Vector512<double> r = Vector512.Sqrt(-PortableMath.Log(tail));
        Vector512<double> m = r - Vector512.Create(1.6);
        Vector512<double> middle = PortableMath.Polynomial(MiddleNumerator, m) / PortableMath.Polynomial(MiddleDenominator, m);

        Vector512<double> result = Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(Vector512.Abs(q), Vector512.Create(Centre)),
            central,
            Vector512.ConditionalSelect(isBelow, -middle, middle));
        ulong far = Vector512.GreaterThan(r, Vector512.Create(LargestMiddle)).ExtractMostSignificantBits();
        return far == 0 ? result : WithFarTails(result, probabilities, far);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> WithFarTails(Vector512<double> result, Vector512<double> probabilities, ulong lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            result = result.WithElement(lane, Quantile(probabilities.GetElement(lane)));
        }

        return result;
    }
}

using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Sgd.Losses;

/// <summary>
/// Loss -2 ln p of the value's probability (cross entropy for values between 0 and 1), descent value - p, p = 1 / (1 + exp(-score)).
/// </summary>
internal readonly struct LogisticLoss : ISgdLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Descent(float rest, float value, float dot, float limit, ref LossSums sums)
    {
        float score = value - rest + dot;
        float e = value - Logistic.Probability(score, out float softplus);
        sums.Squares += (double)e * e;

        // -v ln p - (1 - v) ln (1 - p) = ln (1 + exp(score)) - v score.
        sums.Loss += 2 * ((double)softplus - (double)value * score);
        return e;
    }
}

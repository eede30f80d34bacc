using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Sgd.Losses;

/// <summary>
/// Loss e^2 within the limit c and c (2 |e| - c) beyond it, descent e cut off at c; with g the descent, the loss is g (2 e - g).
/// </summary>
internal readonly struct HuberLoss : ISgdLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Descent(float rest, float value, float dot, float limit, ref LossSums sums)
    {
        float e = rest - dot;
        float descent = e > limit ? limit : e < -limit ? -limit : e;
        sums.Squares += (double)e * e;
        sums.Loss += (double)descent * (2 * (double)e - descent);
        return descent;
    }
}

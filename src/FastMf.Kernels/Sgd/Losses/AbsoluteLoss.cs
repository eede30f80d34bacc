using System.Runtime.CompilerServices;

namespace FastMf.Kernels.Sgd.Losses;

/// <summary>Loss 2 c |e|, descent c times the sign of e, and 0 where e is 0.</summary>
internal readonly struct AbsoluteLoss : ISgdLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Descent(float rest, float value, float dot, float limit, ref LossSums sums)
    {
        float e = rest - dot;
        float descent = e > 0 ? limit : e < 0 ? -limit : e;
        sums.Squares += (double)e * e;
        sums.Loss += 2 * (double)descent * e;
        return descent;
    }
}

using System.Runtime.CompilerServices;
using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Sgd.Losses;

/// <summary>Loss e^2, descent e. The loss is the sum of squares, so only one sum is kept.</summary>
internal readonly struct SquaredLoss : ISgdLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Descent(float rest, float value, float dot, float limit, ref LossSums sums)
    {
        float e = rest - dot;
        sums.Squares = Hardware.AddSquare(sums.Squares, e);
        return e;
    }
}

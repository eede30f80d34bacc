using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// 1 / sqrt(x) to 3.5 %, which is ample for a step width: minus half the exponent by a shift of the bits. The processors' own
/// estimates differ from maker to maker, and an exact root and division would take as long as the rest of an update.
/// </summary>
internal static class InverseRoot
{
    /// <summary>The bits of 1.5 times the bias of the exponent, less what makes the largest error smallest.</summary>
    private const int Magic = 0x5F37642F;

    /// <summary>Of each lane, for numbers above 0; 0 gives about 1e19, infinity about 5e-20.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Estimate(Vector128<float> x) =>
        // Magic - y, as the complement of y + 1: one instruction less.
        (~Vector128.ShiftRightLogical(x.AsInt32(), 1) + Vector128.Create(Magic + 1)).AsSingle();
}

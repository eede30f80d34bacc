using FastMf.Kernels;

namespace FastMf.Tests.Training.Sgd;

/// <summary>
/// The kernels of this processor or, if it has no fused multiply-add, kernels that emulate it: what bits are promised for.
/// </summary>
internal static class FusedLevel
{
    public static KernelSet Kernels { get; } =
        KernelSet.Best.Level == SimdLevel.Vector128 ? KernelSet.For(SimdLevel.Vector128Fused) : KernelSet.Best;
}

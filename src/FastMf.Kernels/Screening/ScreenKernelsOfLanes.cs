using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Screening;

/// <summary>The one call from the validated front to the kernels of a width: a virtual call for a run of blocks.</summary>
internal sealed class ScreenKernels<TByteOps, TBytes, TOps, TVector> : ScreenKernels
    where TByteOps : struct, IByteLanes<TBytes>
    where TBytes : struct
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private protected override void ScreenCore(ScreenedBlocks blocks, ScreenQuery query, ReadOnlySpan<float> bars, Span<ulong> marks) =>
        ScreenKernel<TByteOps, TBytes>.Screen(blocks, query, bars, marks);

    private protected override void DotGatheredCore(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result) =>
        GatheredDotKernel<TOps, TVector>.Dot(rows, indexes, x, result);
}

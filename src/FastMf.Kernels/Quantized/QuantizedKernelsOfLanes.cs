using FastMf.Kernels.Instructions;

namespace FastMf.Kernels.Quantized;

/// <summary>The one call from the validated front to the kernels of a width: a virtual call for a run of blocks.</summary>
internal sealed class QuantizedKernels<TByteOps, TBytes, TOps, TVector> : QuantizedKernels
    where TByteOps : struct, IByteLanes<TBytes>
    where TBytes : struct
    where TOps : struct, ILanes<TVector>
    where TVector : struct
{
    private protected override void ScanCore(
        QuantizedBlocks blocks, QuantizedQuery query, ReadOnlySpan<float> thresholds, Span<ulong> marks) =>
        QuantizedScanKernel<TByteOps, TBytes>.Scan(blocks, query, thresholds, marks);

    private protected override void DotGatheredCore(
        FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result) =>
        GatheredDotKernel<TOps, TVector>.Dot(rows, indexes, x, result);
}

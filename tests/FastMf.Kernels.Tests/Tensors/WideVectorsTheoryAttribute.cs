using System.Runtime.Intrinsics.X86;

namespace FastMf.Kernels.Tests.Tensors;

/// <summary>A test that compares vector widths, skipped where the processor has only one.</summary>
public sealed class WideVectorsTheoryAttribute : TheoryAttribute
{
    public WideVectorsTheoryAttribute() =>
        Skip = Avx2.IsSupported ? null : "This process has vectors of 128 bits or none (no AVX2): there is no other width to compare with.";
}

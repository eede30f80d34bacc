namespace FastMf.Kernels;

/// <summary>
/// The vector width that kernels compute with. Every level runs on every machine (a missing instruction is emulated); levels with
/// fused multiply-add give the same bits.
/// </summary>
public enum SimdLevel
{
    /// <summary>4 floats, multiply and add rounded separately: for processors without fused multiply-add.</summary>
    Vector128,

    /// <summary>4 floats, fused multiply-add: Arm64 AdvSimd.</summary>
    Vector128Fused,

    /// <summary>8 floats, fused multiply-add: AVX2.</summary>
    Vector256,

    /// <summary>16 floats, fused multiply-add: AVX-512.</summary>
    Vector512,
}

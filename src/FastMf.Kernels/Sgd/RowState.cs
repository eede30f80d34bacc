using System.Runtime.InteropServices;

namespace FastMf.Kernels.Sgd;

/// <summary>What SGD keeps of a user or an item beside its factors: 16 bytes that are always used together, so they lie together.</summary>
/// <remarks>
/// The kernel computes with the first two and the last two of a user and an item as one vector; the offsets are part of its contract.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public record struct RowState
{
    /// <summary>Its size. Rows of factors are a multiple of it.</summary>
    internal const int Bytes = 16;

    /// <summary>
    /// What the adaptive rule divides by the square root of: a starting value plus the squared gradients by the score so far; above 0.
    /// </summary>
    [field: FieldOffset(0)]
    public float SquaredGradients { get; set; }

    /// <summary>The bias.</summary>
    [field: FieldOffset(4)]
    public float Bias { get; set; }

    /// <summary>Regularization of the factors, for each rating.</summary>
    [field: FieldOffset(8)]
    public float FactorRegularization { get; set; }

    /// <summary>Regularization of the bias, for each rating.</summary>
    [field: FieldOffset(12)]
    public float BiasRegularization { get; set; }
}

using System.Runtime.InteropServices;

namespace FastMf.Kernels.Sgd;

/// <summary>
/// What SGD keeps of a user or an item beside its factors: 16 bytes that are always used together, so they lie together, in the order
/// in which the kernel computes with the first two and the last two of a user and an item as one vector.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RowState
{
    /// <summary>What the adaptive rule divides by the root of: a starting value plus the squared gradients by the score so far; above 0.</summary>
    public float SquaredGradients { get; set; }

    /// <summary>The bias.</summary>
    public float Bias { get; set; }

    /// <summary>Regularization of the factors, for each rating.</summary>
    public float FactorRegularization { get; set; }

    /// <summary>Regularization of the bias, for each rating.</summary>
    public float BiasRegularization { get; set; }
}

namespace FastMf.Kernels.Quantized;

/// <summary>What items are scored with: value = (codes . components - offset) scale factor + addend.</summary>
/// <param name="components">One signed byte for each dimension, -127 to 127.</param>
/// <param name="offset">Subtracted from the integer product; exact when it is a multiple of 1/2 below 2^23.</param>
/// <param name="factor">Multiplied with each item's scale.</param>
internal readonly ref struct QuantizedQuery(ReadOnlySpan<sbyte> components, float offset, float factor)
{
    /// <summary>One signed byte for each dimension.</summary>
    public ReadOnlySpan<sbyte> Components { get; } = components;

    /// <summary>Subtracted from the integer product.</summary>
    public float Offset { get; } = offset;

    /// <summary>Multiplied with each item's scale.</summary>
    public float Factor { get; } = factor;
}

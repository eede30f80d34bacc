using FastMf.Kernels;

namespace FastMf.Solving;

/// <summary>What a row is solved against.</summary>
/// <param name="factors">The rows v_j of the other side.</param>
/// <param name="biases">b_j.</param>
/// <param name="mean">mu.</param>
/// <param name="global">The sums over all rows of the other side; null when only rated ones count.</param>
internal readonly ref struct FixedSide(FactorView factors, ReadOnlySpan<float> biases, float mean, GlobalGramian? global)
{
    public FactorView Factors { get; } = factors;

    public ReadOnlySpan<float> Biases { get; } = biases;

    public float Mean { get; } = mean;

    public GlobalGramian? Global { get; } = global;
}

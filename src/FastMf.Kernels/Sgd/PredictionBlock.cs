namespace FastMf.Kernels.Sgd;

/// <summary>The part of a model that a block covers, to predict with: clamp(mean + user bias + item bias + Users[u] . Items[i]).</summary>
public readonly ref struct PredictionBlock
{
    /// <summary>Factors of the block's users.</summary>
    public required FactorView Users { get; init; }

    /// <summary>Factors of the block's items, of the same rank.</summary>
    public required FactorView Items { get; init; }

    /// <summary>One bias for each user of the block.</summary>
    public required ReadOnlySpan<float> UserBiases { get; init; }

    /// <summary>One bias for each item of the block.</summary>
    public required ReadOnlySpan<float> ItemBiases { get; init; }

    /// <summary>The constant part of every prediction.</summary>
    public required float Mean { get; init; }

    /// <summary>No prediction is below it.</summary>
    public required float Minimum { get; init; }

    /// <summary>No prediction is above it.</summary>
    public required float Maximum { get; init; }
}

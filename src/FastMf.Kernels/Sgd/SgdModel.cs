namespace FastMf.Kernels.Sgd;

/// <summary>The parameters that SGD updates: prediction = mean + UserBiases[u] + ItemBiases[i] + Users[u] . Items[i].</summary>
/// <param name="users">User factors, users x rank.</param>
/// <param name="items">Item factors, items x rank.</param>
/// <param name="userBiases">One bias for each user.</param>
/// <param name="itemBiases">One bias for each item.</param>
public readonly ref struct SgdModel(FactorView users, FactorView items, Span<float> userBiases, Span<float> itemBiases)
{
    /// <summary>User factors, users x rank.</summary>
    public FactorView Users { get; } = users;

    /// <summary>Item factors, items x rank.</summary>
    public FactorView Items { get; } = items;

    /// <summary>One bias for each user.</summary>
    public Span<float> UserBiases { get; } = userBiases;

    /// <summary>One bias for each item.</summary>
    public Span<float> ItemBiases { get; } = itemBiases;
}

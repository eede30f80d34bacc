namespace FastMf.Kernels.Sgd;

/// <summary>The parameters that SGD updates: score = mean + user bias + item bias + Users[u] . Items[i].</summary>
/// <param name="users">User factors, users x rank.</param>
/// <param name="items">Item factors, items x rank.</param>
/// <param name="userStates">One state for each user.</param>
/// <param name="itemStates">One state for each item.</param>
public readonly ref struct SgdModel(FactorView users, FactorView items, Span<RowState> userStates, Span<RowState> itemStates)
{
    /// <summary>User factors, users x rank.</summary>
    public FactorView Users { get; } = users;

    /// <summary>Item factors, items x rank.</summary>
    public FactorView Items { get; } = items;

    /// <summary>One state for each user.</summary>
    public Span<RowState> UserStates { get; } = userStates;

    /// <summary>One state for each item.</summary>
    public Span<RowState> ItemStates { get; } = itemStates;
}

namespace FastMf.Solving;

/// <summary>A row to solve.</summary>
/// <param name="indexes">The rated rows of the other side.</param>
/// <param name="ratings">The ratings, one for each index.</param>
internal readonly ref struct RowInput(ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings)
{
    public ReadOnlySpan<int> Indexes { get; } = indexes;

    public ReadOnlySpan<float> Ratings { get; } = ratings;

    /// <summary>Rows of the other side that will be needed next; may be empty.</summary>
    public ReadOnlySpan<int> Upcoming { get; init; }

    /// <summary>The row's factors with padding, where iterations start from; empty for zeros.</summary>
    public ReadOnlySpan<float> Factors { get; init; }

    /// <summary>The row's bias, likewise.</summary>
    public float Bias { get; init; }
}

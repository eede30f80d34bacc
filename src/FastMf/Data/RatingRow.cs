namespace FastMf.Data;

/// <summary>The ratings of one user (or of one item): a view into a <see cref="CompressedRows"/>.</summary>
/// <param name="indexes">The rated items' (or rating users') indexes, strictly ascending.</param>
/// <param name="values">The ratings, of the same length.</param>
public readonly ref struct RatingRow(ReadOnlySpan<int> indexes, ReadOnlySpan<float> values)
{
    /// <summary>Indexes of the rated items (or of the rating users), strictly ascending.</summary>
    public ReadOnlySpan<int> Indexes { get; } = indexes;

    /// <summary>The ratings, one for each index.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>The number of ratings in the row.</summary>
    public int Count => Indexes.Length;
}

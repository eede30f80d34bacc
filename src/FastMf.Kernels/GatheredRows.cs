namespace FastMf.Kernels;

/// <summary>Rows of a matrix that enter a row's normal equations, as indexes with what goes with each of them.</summary>
/// <param name="indexes">The rows, each in [0, <see cref="FactorView.RowCount"/>). Repeats count as often as they occur.</param>
/// <param name="targets">One y for each row.</param>
public readonly ref struct GatheredRows(ReadOnlySpan<int> indexes, ReadOnlySpan<float> targets)
{
    /// <summary>The rows.</summary>
    public ReadOnlySpan<int> Indexes { get; } = indexes;

    /// <summary>One y for each row.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>One w for each row, of any sign; empty where every w is 1.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>Rows that the next call will gather: prefetched meanwhile. Has no influence on results; may be empty.</summary>
    public ReadOnlySpan<int> Upcoming { get; init; }
}

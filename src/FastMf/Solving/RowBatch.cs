using FastMf.Kernels;

namespace FastMf.Solving;

/// <summary>
/// Consecutive rows to solve, in place: their ratings in compressed sparse row form, their factors and their biases. The ratings may go on
/// behind the last row; those are prefetched.
/// </summary>
/// <param name="offsets">Where the ratings of each row start, and where those of the last one end.</param>
/// <param name="indexes">The rated rows of the other side.</param>
/// <param name="ratings">The ratings, one for each index.</param>
/// <param name="factors">The rows.</param>
/// <param name="biases">Their biases.</param>
internal readonly ref struct RowBatch(
    ReadOnlySpan<int> offsets, ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings, FactorView factors, Span<float> biases)
{
    /// <summary>Rows of the other side that are prefetched for the next row.</summary>
    private const int PrefetchDistance = 128;

    private readonly ReadOnlySpan<int> _offsets = offsets;
    private readonly ReadOnlySpan<int> _indexes = indexes;
    private readonly ReadOnlySpan<float> _ratings = ratings;

    /// <summary>The number of rows.</summary>
    public int Count => _offsets.Length - 1;

    public FactorView Factors { get; } = factors;

    public Span<float> Biases { get; } = biases;

    /// <summary>The ratings of a row.</summary>
    public RatedRow Row(int row)
    {
        (int start, int end) = (_offsets[row], _offsets[row + 1]);
        return new RatedRow(_indexes[start..end], _ratings[start..end])
        {
            Prefetch = _indexes.Slice(end, Math.Min(PrefetchDistance, _indexes.Length - end)),
        };
    }

    /// <summary>Overwrites a row.</summary>
    public void Store(int row, ReadOnlySpan<float> factors, float bias)
    {
        factors.CopyTo(Factors.PaddedRow(row));
        Biases[row] = bias;
    }
}

/// <summary>The ratings of a row.</summary>
/// <param name="indexes">The rated rows of the other side.</param>
/// <param name="ratings">The ratings, one for each index.</param>
internal readonly ref struct RatedRow(ReadOnlySpan<int> indexes, ReadOnlySpan<float> ratings)
{
    public ReadOnlySpan<int> Indexes { get; } = indexes;

    public ReadOnlySpan<float> Ratings { get; } = ratings;

    /// <summary>Rows of the other side that the next row needs; may be empty.</summary>
    public ReadOnlySpan<int> Prefetch { get; init; }
}

/// <summary>What a row solve leaves beside the factors.</summary>
/// <param name="Bias">The row's bias; 0 when the model has none.</param>
/// <param name="Penalty">s |x|^2 + t b^2.</param>
/// <param name="SquaredErrors">The weighted sum of the squared errors over the pairs of the row that count.</param>
internal readonly record struct RowSolution(float Bias, double Penalty, double SquaredErrors);

/// <summary>Sums over the rows of a batch.</summary>
/// <param name="Penalty">The regularization of the rows solved.</param>
/// <param name="SquaredErrors">Their squared errors.</param>
internal readonly record struct BatchOutcome(double Penalty, double SquaredErrors)
{
    /// <summary>0, or the order of the first leading minor of a row's system that is not positive.</summary>
    public int FailedMinor { get; init; }

    /// <summary>The row of that system, counted from the first of the batch.</summary>
    public int FailedRow { get; init; }

    public static BatchOutcome operator +(BatchOutcome sum, in RowSolution solution) =>
        sum with { Penalty = sum.Penalty + solution.Penalty, SquaredErrors = sum.SquaredErrors + solution.SquaredErrors };

    public static BatchOutcome operator +(BatchOutcome left, in BatchOutcome right) =>
        right with { Penalty = left.Penalty + right.Penalty, SquaredErrors = left.SquaredErrors + right.SquaredErrors };
}

using FastMf.Kernels.Instructions;
using FastMf.Kernels.Unchecked;
using static FastMf.Kernels.KernelArguments;

namespace FastMf.Kernels;

public abstract partial class KernelSet
{
    /// <summary>x . y, summed over 16 logical lanes: the same bits at every fused level.</summary>
    /// <param name="x">A padded row: a multiple of 16 floats.</param>
    /// <param name="y">A padded row of the same length.</param>
    /// <returns>The dot product; 0 for empty rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 16.</exception>
    /// <example>
    /// <code><![CDATA[
    /// float[] x = new float[FactorView.StrideFor(rank: 3)], y = new float[FactorView.StrideFor(rank: 3)];
    /// (x[0], x[1], x[2]) = (1, 2, 3);
    /// (y[0], y[1], y[2]) = (4, 5, 6);
    /// float dot = KernelSet.Best.Dot(x, y); // 32
    /// ]]></code>
    /// </example>
    public float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length || x.Length % 16 != 0)
        {
            throw new ArgumentException(
                $"Padded rows of one length are needed, a multiple of 16; got {x.Length} and {y.Length} floats.", nameof(y));
        }

        return x.IsEmpty ? 0 : DotCore(x, y);
    }

    /// <summary>
    /// Gemv over consecutive rows: result[i] = row (first + i) . x for i in [0, result.Length), with the bits of <see cref="Dot"/>.
    /// </summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="x">A padded row, <see cref="FactorView.Width"/> floats.</param>
    /// <param name="result">Overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length, or the rows asked for do not exist.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[2 * FactorView.StrideFor(rank: 2)], rowCount: 2, rank: 2);
    /// (items.Row(0)[0], items.Row(0)[1]) = (1, 2);
    /// (items.Row(1)[0], items.Row(1)[1]) = (3, 4);
    /// float[] scores = new float[2];
    /// KernelSet.Best.DotRows(items, first: 0, items.PaddedRow(1), scores); // 11, 25
    /// ]]></code>
    /// </example>
    public void DotRows(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result)
    {
        RequireLength(x.Length, rows.Width, nameof(x));
        RequireRows(first, result.Length, rows);
        DotRowsCore(rows, first, x, result);
    }

    /// <summary>
    /// Gemm with a transposed second factor: results[q * pitch + i] = row (first + i) . query q for i in [0, count), with the bits of
    /// <see cref="Dot"/>. A row is read from memory once for all queries.
    /// </summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="queries">The queries, of the same rank.</param>
    /// <param name="results">queries x count floats; overwritten but for what lies between one query's results and the next one's.</param>
    /// <param name="pitch">
    /// The leading dimension of <paramref name="results"/>: floats from the results of one query to those of the next; at best not a
    /// power of two.
    /// </param>
    /// <exception cref="ArgumentException">Ranks differ, rows asked for do not exist, or results do not fit.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[3 * FactorView.StrideFor(rank: 1)], rowCount: 3, rank: 1);
    /// var users = new FactorView(new float[2 * FactorView.StrideFor(rank: 1)], rowCount: 2, rank: 1);
    /// (items.Row(0)[0], items.Row(1)[0], items.Row(2)[0]) = (1, 2, 3);
    /// (users.Row(0)[0], users.Row(1)[0]) = (10, 100);
    /// float[] scores = new float[2 * 3];
    /// KernelSet.Best.DotBlock(items, first: 0, count: 3, users, scores, pitch: 3); // 10, 20, 30, 100, 200, 300
    /// ]]></code>
    /// </example>
    public void DotBlock(FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch)
    {
        RequireLength(queries.Rank, rows.Rank, nameof(queries));
        RequireRows(first, count, rows);
        if (count == 0 || queries.RowCount == 0)
        {
            return;
        }

        if (pitch < count || (results.Length - count) / pitch < queries.RowCount - 1 || results.Length < count)
        {
            throw new ArgumentException(
                $"{queries.RowCount} x {count} results, {pitch} apart, do not fit {results.Length} floats.", nameof(results));
        }

        DotBlockCore(rows, first, count, queries, results, pitch);
    }

    /// <summary>Gemv over gathered rows: result[i] = row indexes[i] . x, with the bits of <see cref="Dot"/>.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="indexes">The rows to gather, each in [0, <see cref="FactorView.RowCount"/>).</param>
    /// <param name="x">A padded row, <see cref="FactorView.Width"/> floats.</param>
    /// <param name="result">Overwritten; one number for each index.</param>
    /// <exception cref="ArgumentException">A length is wrong, or an index is no row.</exception>
    /// <example>
    /// <code><![CDATA[
    /// var items = new FactorView(new float[3 * FactorView.StrideFor(rank: 1)], rowCount: 3, rank: 1);
    /// (items.Row(0)[0], items.Row(1)[0], items.Row(2)[0]) = (1, 2, 3);
    /// float[] scores = new float[2];
    /// KernelSet.Best.DotGathered(items, indexes: [2, 0], items.PaddedRow(1), scores); // 6, 2
    /// ]]></code>
    /// </example>
    public void DotGathered(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result)
    {
        RowIndexes.Require(indexes, rows.RowCount, nameof(indexes));
        this.DotGatheredUnchecked(rows, indexes, x, result);
    }

    /// <summary>values[i] = (constant + offsets[i]) + values[i].</summary>
    /// <param name="values">Overwritten.</param>
    /// <param name="offsets">As many.</param>
    /// <param name="constant">Added to each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal void AddOffsets(Span<float> values, ReadOnlySpan<float> offsets, float constant)
    {
        RequireLength(offsets.Length, values.Length, nameof(offsets));
        AddOffsetsCore(values, offsets, constant);
    }

    /// <summary>How many of the values are above the threshold; NaN is not.</summary>
    internal abstract int CountAbove(ReadOnlySpan<float> values, float threshold);

    private protected abstract float DotCore(ReadOnlySpan<float> x, ReadOnlySpan<float> y);

    private protected abstract void DotRowsCore(FactorView rows, nint first, ReadOnlySpan<float> x, Span<float> result);

    private protected abstract void DotBlockCore(
        FactorView rows, nint first, int count, FactorView queries, Span<float> results, int pitch);

    internal abstract void DotGatheredCore(FactorView rows, ReadOnlySpan<int> indexes, ReadOnlySpan<float> x, Span<float> result);

    private protected abstract void AddOffsetsCore(Span<float> values, ReadOnlySpan<float> offsets, float constant);
}

using System.Numerics.Tensors;

namespace FastMf.Data;

/// <summary>Ratings in compressed sparse row form, immutable: row r holds entries Offsets[r] to Offsets[r + 1].</summary>
public sealed class CompressedRows
{
    private readonly int[] _offsets;
    private readonly int[] _indexes;
    private readonly float[] _values;

    internal CompressedRows(int[] offsets, int[] indexes, float[] values)
    {
        _offsets = offsets;
        _indexes = indexes;
        _values = values;
    }

    /// <summary>The number of rows; some may be empty.</summary>
    public int RowCount => _offsets.Length - 1;

    /// <summary>The number of ratings in all rows.</summary>
    public int Count => _indexes.Length;

    /// <summary>Where each row starts; <see cref="RowCount"/> + 1 numbers, the last of which is <see cref="Count"/>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The column of every rating, row by row, strictly ascending inside a row.</summary>
    public ReadOnlySpan<int> Indexes => _indexes;

    /// <summary>The value of every rating, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The number of ratings in row <paramref name="row"/>.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="row"/> is not in [0, <see cref="RowCount"/>).</exception>
    public int RowLength(int row) => _offsets[row + 1] - _offsets[row];

    /// <summary>The number of ratings in each row.</summary>
    internal int[] RowLengths()
    {
        int[] lengths = new int[RowCount];
        TensorPrimitives.Subtract(Offsets[1..], Offsets[..^1], lengths);
        return lengths;
    }

    /// <summary>The number of ratings in each of the columns 0 to <paramref name="columnCount"/> - 1.</summary>
    /// <exception cref="IndexOutOfRangeException">A rating's column is not below <paramref name="columnCount"/>.</exception>
    public int[] ColumnCounts(int columnCount)
    {
        int[] counts = new int[columnCount];
        foreach (int column in _indexes)
        {
            counts[column]++;
        }

        return counts;
    }

    /// <summary>The ratings of row <paramref name="row"/>.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="row"/> is not in [0, <see cref="RowCount"/>).</exception>
    public RatingRow Row(int row)
    {
        int start = _offsets[row];
        int length = _offsets[row + 1] - start;
        return new RatingRow(_indexes.AsSpan(start, length), _values.AsSpan(start, length));
    }
}

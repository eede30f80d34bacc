using System.Numerics.Tensors;

namespace FastMf.Data;

/// <summary>Ratings in compressed sparse row form, immutable: row r holds entries Offsets[r] to Offsets[r + 1] - 1.</summary>
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

    /// <summary>Validates arrays from outside of the library and keeps them.</summary>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The arrays are not compressed rows of this shape; the message says where.</exception>
    internal static CompressedRows Checked(int[] offsets, int[] indexes, float[] values, int rowCount, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(indexes);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != indexes.Length)
        {
            throw new ArgumentException(
                $"There are {values.Length} values for {indexes.Length} indexes; give one for each.", nameof(values));
        }

        if (offsets.Length != rowCount + 1 || offsets[0] != 0 || offsets[^1] != indexes.Length)
        {
            throw new ArgumentException(
                $"{rowCount} rows of {indexes.Length} ratings need {rowCount + 1} offsets from 0 to {indexes.Length}.", nameof(offsets));
        }

        for (int row = 0; row < rowCount; row++)
        {
            if (offsets[row] > offsets[row + 1] || offsets[row + 1] > indexes.Length)
            {
                throw new ArgumentException(
                    $"Row {row} goes from {offsets[row]} to {offsets[row + 1]} of {indexes.Length} ratings; offsets must not decrease.",
                    nameof(offsets));
            }

            int previous = -1;
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                if (indexes[i] <= previous || indexes[i] >= columnCount)
                {
                    throw new ArgumentException(
                        $"Index {i} is {indexes[i]}, in row {row}; "
                        + $"the indexes of a row must be in [0, {columnCount}) and strictly ascending.",
                        nameof(indexes));
                }

                previous = indexes[i];
            }
        }

        if (!TensorPrimitives.IsFiniteAll<float>(values))
        {
            int first = Array.FindIndex(values, value => !float.IsFinite(value));
            throw new ArgumentException($"Value {first} is {values[first]}; every rating must be finite.", nameof(values));
        }

        return new CompressedRows(offsets, indexes, values);
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

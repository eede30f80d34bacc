namespace FastMf.Training.Grid;

/// <summary>One side of a rating grid: consecutive ranges of rows.</summary>
internal sealed class AxisRanges
{
    private readonly int[] _starts;

    private AxisRanges(int[] starts) => _starts = starts;

    public int Count => _starts.Length - 1;

    public int Start(int range) => _starts[range];

    public int Length(int range) => _starts[range + 1] - _starts[range];

    /// <summary>The range of every row.</summary>
    public int[] RangeOfEach()
    {
        int[] rangeOf = new int[_starts[^1]];
        for (int range = 0; range < Count; range++)
        {
            rangeOf.AsSpan(Start(range), Length(range)).Fill(range);
        }

        return rangeOf;
    }

    /// <summary>
    /// Cuts the rows so that no range has more than the shape's rows, and none that could be cut has much more than its share of the
    /// ratings: popular rows are often neighbours, and threads wait for the heaviest range.
    /// </summary>
    public static AxisRanges Cut(ReadOnlySpan<int> ratingCounts, GridShape shape)
    {
        long total = 0;
        foreach (int count in ratingCounts)
        {
            total += count;
        }

        int ranges = Math.Max(shape.UsefulRanges, (ratingCounts.Length + shape.MaximumRows - 1) / shape.MaximumRows);
        long share = (total + ranges - 1) / ranges;
        var starts = new List<int> { 0 };
        long sum = 0;
        for (int row = 0; row < ratingCounts.Length; row++)
        {
            if (row > starts[^1] && (row - starts[^1] == shape.MaximumRows || sum + ratingCounts[row] / 2 > share))
            {
                starts.Add(row);
                sum = 0;
            }

            sum += ratingCounts[row];
        }

        starts.Add(ratingCounts.Length);
        return new AxisRanges([.. starts]);
    }
}

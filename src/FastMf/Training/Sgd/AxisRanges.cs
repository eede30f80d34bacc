namespace FastMf.Training.Sgd;

/// <summary>One side of a rating grid: consecutive ranges of rows.</summary>
internal sealed class AxisRanges
{
    private readonly int[] _starts;

    private AxisRanges(int[] starts) => _starts = starts;

    public int Count => _starts.Length - 1;

    public int Start(int range) => _starts[range];

    public int Length(int range) => _starts[range + 1] - _starts[range];

    /// <summary>
    /// Cuts the rows so that no range has more than <paramref name="maximumRows"/>, and none that could be cut has much more than
    /// 1 / <paramref name="minimumRanges"/> of the ratings.
    /// </summary>
    public static AxisRanges Cut(ReadOnlySpan<int> ratingCounts, int maximumRows, int minimumRanges)
    {
        long total = 0;
        foreach (int count in ratingCounts)
        {
            total += count;
        }

        int ranges = Math.Max(minimumRanges, (ratingCounts.Length + maximumRows - 1) / maximumRows);
        long ratings = Math.Max(1, (total + ranges - 1) / ranges);
        var starts = new List<int> { 0 };
        long sum = 0;
        for (int row = 0; row < ratingCounts.Length; row++)
        {
            if (row > starts[^1] && (row - starts[^1] == maximumRows || sum + ratingCounts[row] / 2 > ratings))
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

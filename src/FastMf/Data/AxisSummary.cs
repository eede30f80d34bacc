namespace FastMf.Data;

/// <summary>How the ratings are spread over the users or over the items of a matrix.</summary>
/// <param name="Count">The number of users or items that have a rating.</param>
/// <param name="Mean">Ratings of each of them on average.</param>
/// <param name="StandardDeviation">The population standard deviation of their numbers of ratings.</param>
/// <param name="Minimum">The fewest ratings of any of them.</param>
/// <param name="Median">The median; of an even number the mean of the middle two.</param>
/// <param name="Maximum">The most ratings of any of them.</param>
/// <param name="MostRated">The index of the one with the most ratings; of several the first; -1 when there are none.</param>
public sealed record AxisSummary(int Count, double Mean, double StandardDeviation, int Minimum, double Median, int Maximum, int MostRated)
{
    /// <summary>Summarizes the rows of <paramref name="rows"/> that are not empty.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    public static AxisSummary Of(CompressedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] lengths = [.. Enumerable.Range(0, rows.RowCount).Select(rows.RowLength).Where(length => length > 0)];
        if (lengths.Length == 0)
        {
            return new AxisSummary(0, 0, 0, 0, 0, 0, -1);
        }

        Array.Sort(lengths);
        double mean = (double)rows.Count / lengths.Length;
        double variance = lengths.Average(length => (length - mean) * (length - mean));
        double median = (lengths[(lengths.Length - 1) / 2] + lengths[lengths.Length / 2]) / 2.0;
        int mostRated = Enumerable.Range(0, rows.RowCount).MaxBy(rows.RowLength);
        return new AxisSummary(lengths.Length, mean, Math.Sqrt(variance), lengths[0], median, lengths[^1], mostRated);
    }
}

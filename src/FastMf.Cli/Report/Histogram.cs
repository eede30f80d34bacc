namespace FastMf.Cli.Report;

/// <summary>How often numbers fall into bins; several series lie over each other, see-through.</summary>
internal static class Histogram
{
    /// <param name="title">The title.</param>
    /// <param name="xName">What is counted.</param>
    /// <param name="yName">In what unit.</param>
    /// <param name="series">The numbers, with a name for the legend or an empty one.</param>
    /// <param name="bins">Makes the edges of the bins from all numbers.</param>
    public static string Draw(
        string title,
        string xName,
        string yName,
        IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series,
        Func<IReadOnlyList<double>, double[]> bins)
    {
        double[] all = [.. series.SelectMany(one => one.Values)];
        if (all.Length == 0)
        {
            return "";
        }

        double[] edges = bins(all);
        int[][] counts = [.. series.Select(one => Bins.Count(one.Values, edges))];
        var x = new Axis(edges[0], edges[^1], ChartFrame.Left, ChartFrame.Right);
        var y = new Axis(0, counts.Max(count => count.Max()), ChartFrame.Bottom, ChartFrame.Top);
        var frame = new ChartFrame(
            series.Count == 1 ? "histogram single" : "histogram",
            title,
            xName,
            yName,
            x,
            y,
            [.. series.Select(one => one.Name).Where(name => name.Length > 0)]);
        for (int i = 0; i < counts.Length; i++)
        {
            for (int bin = 0; bin < counts[i].Length; bin++)
            {
                if (counts[i][bin] > 0)
                {
                    double left = x.Place(edges[bin]);
                    double top = y.Place(counts[i][bin]);
                    frame.Svg.Open(
                            "rect",
                            ("class", $"bar s{i % 6}"),
                            ("x", left),
                            ("y", top),
                            ("width", x.Place(edges[bin + 1]) - left),
                            ("height", ChartFrame.Bottom - top))
                        .Text("title", $"{Axis.Label(edges[bin])} to {Axis.Label(edges[bin + 1])}: {counts[i][bin]}").Close("rect");
                }
            }
        }

        return frame.Finish();
    }
}

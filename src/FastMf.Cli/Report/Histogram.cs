namespace FastMf.Cli.Report;

/// <summary>How often numbers fall into bins of equal width; several series lie over each other, see-through.</summary>
internal static class Histogram
{
    public static string Draw(string title, string xName, string yName, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series, int bins)
    {
        double[] all = [.. series.SelectMany(one => one.Values)];
        if (all.Length == 0)
        {
            return "";
        }

        double low = all.Min();
        double width = (all.Max() - low) / bins;
        width = width > 0 ? width : 1;
        int[][] counts = [.. series.Select(one => Count(one.Values, low, width, bins))];
        var x = new Axis(low, low + width * bins, ChartFrame.Left, ChartFrame.Right);
        var y = new Axis(0, counts.Max(count => count.Max()), ChartFrame.Bottom, ChartFrame.Top);
        var frame = new ChartFrame("histogram", title, xName, yName, x, y, [.. series.Select(one => one.Name).Where(name => name.Length > 0)]);
        for (int i = 0; i < counts.Length; i++)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                if (counts[i][bin] > 0)
                {
                    double left = x.Place(low + width * bin);
                    double top = y.Place(counts[i][bin]);
                    frame.Svg.Open(
                            "rect",
                            ("class", $"bar s{i % 6}"), ("x", left), ("y", top), ("width", x.Place(low + width * (bin + 1)) - left), ("height", ChartFrame.Bottom - top))
                        .Text("title", $"{Axis.Label(low + width * bin)} to {Axis.Label(low + width * (bin + 1))}: {counts[i][bin]}").Close("rect");
                }
            }
        }

        return frame.Finish();
    }

    private static int[] Count(IReadOnlyList<double> values, double low, double width, int bins)
    {
        int[] counts = new int[bins];
        foreach (double value in values)
        {
            counts[Math.Min(bins - 1, (int)((value - low) / width))]++;
        }

        return counts;
    }
}

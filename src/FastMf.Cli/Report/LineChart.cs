using System.Globalization;

namespace FastMf.Cli.Report;

/// <summary>Lines through points, each marked.</summary>
internal static class LineChart
{
    /// <param name="title">The title.</param>
    /// <param name="xName">What goes to the right.</param>
    /// <param name="yName">What goes up.</param>
    /// <param name="series">The lines; points that are not finite are left out.</param>
    /// <param name="logarithmicX">Whether equal ratios to the right are equally long.</param>
    /// <param name="wholeX">Whether only whole numbers are marked there.</param>
    /// <param name="isScattered">Whether the points are no line.</param>
    public static string Draw(
        string title,
        string xName,
        string yName,
        IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> series,
        bool logarithmicX = false,
        bool wholeX = false,
        bool isScattered = false)
    {
        (string Name, (double X, double Y)[] Points)[] drawn =
            [.. series.Select(line => (line.Name, line.Points.Where(point => double.IsFinite(point.Y)).ToArray()))];
        (double X, double Y)[] all = [.. drawn.SelectMany(line => line.Points)];
        if (all.Length == 0)
        {
            return "";
        }

        var x = new Axis(all.Min(point => point.X), all.Max(point => point.X), ChartFrame.Left, ChartFrame.Right, logarithmicX, wholeX);
        var y = new Axis(all.Min(point => point.Y), all.Max(point => point.Y), ChartFrame.Bottom, ChartFrame.Top);
        var frame = new ChartFrame("lines", title, xName, yName, x, y, [.. drawn.Select(line => line.Name).Where(_ => drawn.Length > 1)]);
        for (int i = 0; i < drawn.Length; i++)
        {
            if (!isScattered)
            {
                frame.Svg.Empty("path", ("class", $"line s{i % 6}"), ("d", PathThrough(drawn[i].Points, x, y)));
            }

            foreach ((double px, double py) in drawn[i].Points)
            {
                frame.Svg.Open("circle", ("class", $"mark s{i % 6}"), ("cx", x.Place(px)), ("cy", y.Place(py)), ("r", 3))
                    .Text("title", $"{drawn[i].Name}: {Axis.Label(px)}, {Axis.Label(py)}").Close("circle");
            }
        }

        return frame.Finish();
    }

    private static string PathThrough((double X, double Y)[] points, Axis x, Axis y) => string.Join(' ', points.Select((point, place) =>
        string.Create(CultureInfo.InvariantCulture, $"{(place == 0 ? 'M' : 'L')}{x.Place(point.X):0.##} {y.Place(point.Y):0.##}")));
}

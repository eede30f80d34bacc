namespace FastMf.Cli.Report;

/// <summary>What all charts with two axes share: size, title, grid lines, labels, legend.</summary>
internal sealed class ChartFrame
{
    public const int Width = 720;
    private const int PlotHeight = 360;
    private const int LegendLine = 20;
    public const int Left = 70;
    public const int Right = 700;
    public const int Top = 40;
    public const int Bottom = 310;

    private readonly Markup _svg = new();
    private readonly IReadOnlyList<string> _names;

    public ChartFrame(string kind, string title, string xName, string yName, Axis x, Axis y, IReadOnlyList<string> names)
    {
        _names = names;
        int height = PlotHeight + LegendLine * names.Count;
        _svg.Open("figure").Open(
            "svg", ("class", $"chart {kind}"), ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("aria-label", title));
        _svg.Text("text", title, ("class", "title"), ("x", Left), ("y", 22));
        foreach (double value in x.Ticks())
        {
            _svg.Empty("line", ("class", "grid"), ("x1", x.Place(value)), ("x2", x.Place(value)), ("y1", Top), ("y2", Bottom));
            _svg.Text("text", Axis.Label(value), ("class", "tick"), ("x", x.Place(value)), ("y", Bottom + 18), ("text-anchor", "middle"));
        }

        foreach (double value in y.Ticks())
        {
            _svg.Empty("line", ("class", "grid"), ("x1", Left), ("x2", Right), ("y1", y.Place(value)), ("y2", y.Place(value)));
            _svg.Text("text", Axis.Label(value), ("class", "tick"), ("x", Left - 8), ("y", y.Place(value) + 4), ("text-anchor", "end"));
        }

        _svg.Text("text", xName, ("class", "name"), ("x", (Left + Right) / 2), ("y", PlotHeight - 10), ("text-anchor", "middle"));
        _svg.Text(
            "text",
            yName,
            ("class", "name"),
            ("x", 0),
            ("y", 0),
            ("text-anchor", "middle"),
            ("transform", $"translate(16 {(Top + Bottom) / 2}) rotate(-90)"));
    }

    public Markup Svg => _svg;

    /// <summary>Ends the chart with a legend below it, in the colours of the series, and returns it.</summary>
    public string Finish()
    {
        for (int i = 0; i < _names.Count; i++)
        {
            int y = PlotHeight + 10 + LegendLine * i;
            _svg.Empty("rect", ("class", $"key s{i % 6}"), ("x", Left), ("y", y - 10), ("width", 12), ("height", 12));
            _svg.Text("text", _names[i], ("class", "legend"), ("x", Left + 18), ("y", y));
        }

        return _svg.Close("svg").Close("figure").ToString();
    }
}

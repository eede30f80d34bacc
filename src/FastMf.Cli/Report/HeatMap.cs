using System.Globalization;

namespace FastMf.Cli.Report;

/// <summary>A grid of numbers as shades; the best is framed.</summary>
internal static class HeatMap
{
    private const int CellHeight = 34;
    private const int LetterWidth = 7;
    private const int Margin = 10;

    /// <summary>Whether the columns' labels, and numbers of six digits, fit side by side.</summary>
    public static bool Fits(IReadOnlyList<string> rows, IReadOnlyList<string> columns) =>
        ColumnWidth(rows, columns) >= LetterWidth * Math.Max(6, columns.Max(label => label.Length)) + 8;

    /// <param name="title">The title.</param>
    /// <param name="rowName">What varies from row to row; empty when there is one row.</param>
    /// <param name="rows">Its values.</param>
    /// <param name="columnName">What varies from column to column.</param>
    /// <param name="columns">Its values.</param>
    /// <param name="cells">The numbers; null where there is none.</param>
    /// <param name="lessIsBetter">Whether the least number is the best.</param>
    public static string Draw(
        string title,
        string rowName,
        IReadOnlyList<string> rows,
        string columnName,
        IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<double?>> cells,
        bool lessIsBetter)
    {
        double[] all = [.. cells.SelectMany(row => row).Where(cell => cell is not null).Select(cell => cell!.Value)];
        if (all.Length == 0)
        {
            return "";
        }

        (double low, double high) = (all.Min(), all.Max());
        double best = lessIsBetter ? low : high;
        int left = Left(rows);
        double width = ColumnWidth(rows, columns);
        string named =
            $"{title}, by {(rowName.Length == 0 ? "" : $"{rowName} (rows) and ")}{columnName}{(rowName.Length == 0 ? "" : " (columns)")}";
        int height = 70 + CellHeight * rows.Count;
        var svg = new Markup();
        svg.Open("figure").Open(
            "svg", ("class", "chart heat"), ("viewBox", $"0 0 {ChartFrame.Width} {height}"), ("role", "img"), ("aria-label", named));
        svg.Text("text", named, ("class", "title"), ("x", Margin), ("y", 22));
        for (int column = 0; column < columns.Count; column++)
        {
            svg.Text(
                "text", columns[column], ("class", "tick"), ("x", left + width * (column + 0.5)), ("y", 52), ("text-anchor", "middle"));
        }

        for (int row = 0; row < rows.Count; row++)
        {
            double top = 60 + CellHeight * row;
            svg.Text("text", rows[row], ("class", "tick"), ("x", left - 8), ("y", top + 22), ("text-anchor", "end"));
            for (int column = 0; column < columns.Count; column++)
            {
                double? value = cells[row][column];
                double shade = value is not { } number || high <= low ? 0.5
                    : lessIsBetter ? (high - number) / (high - low)
                    : (number - low) / (high - low);
                svg.Empty(
                    "rect",
                    ("class", value == best ? "cell best" : value is null ? "cell none" : "cell"),
                    ("x", left + width * column + 1),
                    ("y", top + 1),
                    ("width", width - 2),
                    ("height", CellHeight - 2),
                    ("fill-opacity", value is null ? 0 : 0.08 + 0.72 * shade));
                svg.Text(
                    "text",
                    value is { } shown ? shown.ToString("F4", CultureInfo.InvariantCulture) : "failed",
                    ("class", "value"), ("x", left + width * (column + 0.5)), ("y", top + 22), ("text-anchor", "middle"));
            }
        }

        return svg.Close("svg").Close("figure").ToString();
    }

    private static int Left(IReadOnlyList<string> rows) => Margin + 8 + LetterWidth * rows.Max(label => label.Length);

    private static double ColumnWidth(IReadOnlyList<string> rows, IReadOnlyList<string> columns) =>
        (double)(ChartFrame.Width - Left(rows) - Margin) / columns.Count;
}

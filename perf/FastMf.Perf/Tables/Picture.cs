using System.Text;

namespace FastMf.Perf.Tables;

/// <summary>Draws the share of the peak as groups of bars: a group for each case, a bar for each rank.</summary>
internal static class Picture
{
    private const int BarWidth = 16;
    private const int GroupGap = 28;
    private const int Left = 44;
    private const int Height = 240;
    private const int Top = 16;

    private static readonly string[] Shades = ["#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594"];

    public static string Draw(TableRow[] rows, string[] names, int[] ranks)
    {
        string[] groups = [.. names.Where(name => rows.Any(row => row.Name == name))];
        int groupWidth = ranks.Length * BarWidth + GroupGap;
        int width = Left + groups.Length * groupWidth;
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{Top + Height + 60}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int percent = 0; percent <= 100; percent += 25)
        {
            int y = Top + Height - Height * percent / 100;
            svg.Append($"<line x1=\"{Left}\" x2=\"{width}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{y + 4}\" text-anchor=\"end\">{percent} %</text>\n");
        }

        for (int group = 0; group < groups.Length; group++)
        {
            int x = Left + group * groupWidth + GroupGap / 2;
            svg.Append(
                $"<text x=\"{x + ranks.Length * BarWidth / 2}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{groups[group]}</text>\n");
            for (int bar = 0; bar < ranks.Length; bar++)
            {
                TableRow row = rows.Single(row => row.Name == groups[group] && row.Rank == ranks[bar]);
                double height = Height * Math.Min(1, row.ShareOfPeak);
                svg.Append($"<rect x=\"{x + bar * BarWidth}\" y=\"{Top + Height - height:F1}\" width=\"{BarWidth - 2}\" height=\"{height:F1}\" fill=\"{Shades[bar]}\"/>\n");
            }
        }

        for (int bar = 0; bar < ranks.Length; bar++)
        {
            int x = Left + bar * 96;
            svg.Append($"<rect x=\"{x}\" y=\"{Top + Height + 34}\" width=\"12\" height=\"12\" fill=\"{Shades[bar]}\"/><text x=\"{x + 17}\" y=\"{Top + Height + 44}\">rank {ranks[bar]}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}

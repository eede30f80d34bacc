namespace FastMf.Cli.Output;

/// <summary>A chart of one bar to a line, for terminals.</summary>
internal static class Bars
{
    private const int Width = 40;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Lines of label, bar and number; the longest bar for the largest number.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<(string Label, long Count)> rows)
    {
        int labels = rows.Max(row => row.Label.Length);
        int numbers = rows.Max(row => $"{row.Count:N0}".Length);
        double largest = Math.Max(1, rows.Max(row => row.Count));
        return rows.Select(
            row => $"  {row.Label.PadLeft(labels)}  {$"{row.Count:N0}".PadLeft(numbers)}  {Bar(row.Count / largest)}".TrimEnd());
    }

    /// <summary>A bar for a share of the full width, to an eighth of a character; what is above 0 can be seen.</summary>
    private static string Bar(double share)
    {
        int eighths = share > 0 ? Math.Max(1, (int)Math.Round(8 * Width * share)) : 0;
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
    }
}

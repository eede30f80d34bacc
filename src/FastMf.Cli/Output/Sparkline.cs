namespace FastMf.Cli.Output;

/// <summary>A chart of one line of text, for terminals.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>A block for each number, of at most <paramref name="width"/> that are evenly spread; the highest for the largest.</summary>
    public static string Of(IReadOnlyList<double> values, int width = 60)
    {
        if (values.Count == 0)
        {
            return "";
        }

        int count = Math.Min(values.Count, width);
        double[] shown =
        [
            .. Enumerable.Range(0, count).Select(i => values[count == 1 ? 0 : (int)((long)i * (values.Count - 1) / (count - 1))]),
        ];
        (double low, double high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(
            value => Blocks[high > low ? (int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1)) : 0]));
    }
}

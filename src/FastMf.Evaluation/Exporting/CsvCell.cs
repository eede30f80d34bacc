namespace FastMf.Evaluation.Exporting;

/// <summary>Cells of comma-separated files (RFC 4180).</summary>
internal static class CsvCell
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>The text, in quotes when a reader would misunderstand it without.</summary>
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

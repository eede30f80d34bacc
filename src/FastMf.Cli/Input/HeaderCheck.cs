namespace FastMf.Cli.Input;

/// <summary>Notices a header that names the item before the user: axes that are swapped give a model without an error.</summary>
internal static class HeaderCheck
{
    private static readonly string[] ItemNames =
        ["item", "movie", "film", "book", "isbn", "product", "asin", "track", "song", "artist", "game", "business"];
    private static readonly string[] UserNames = ["user", "customer", "member", "reader", "reviewer", "player"];

    /// <summary>Whether the header's first column is about items and its second about users.</summary>
    public static bool IsSwapped(string? header)
    {
        string[] columns = header?.Replace("\\t", "\t", StringComparison.Ordinal).Split(',', '\t') ?? [];
        return columns.Length >= 2 && Begins(columns[0], ItemNames) && Begins(columns[1], UserNames);
    }

    private static bool Begins(string column, string[] names) =>
        names.Any(name => column.Trim(' ', '"').StartsWith(name, StringComparison.OrdinalIgnoreCase));
}

using Spectre.Console;

namespace FastMf.Cli.Output;

/// <summary>Tables in the tool's one style. Texts are literal: brackets in a title are no markup.</summary>
internal static class Tables
{
    /// <summary>An empty table; a heading that starts with '>' makes a column of numbers, aligned to the right.</summary>
    public static Table Create(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string heading in headings)
        {
            var column = new TableColumn(new Text(heading.TrimStart('>'))).NoWrap();
            table.AddColumn(heading.StartsWith('>') ? column.RightAligned() : column);
        }

        return table;
    }

    public static void AddTextRow(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}

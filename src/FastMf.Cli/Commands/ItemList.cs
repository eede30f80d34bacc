using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Model;
using FastMf.Recommending;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary>Prints a list of items with their scores and titles.</summary>
internal static class ItemList
{
    public static void Print(
        Screen screen, bool json, MfModel model, Titles titles, ReadOnlySpan<ScoredItem> items, string scoreName, string? basis = null)
    {
        Table table = Tables.Create([">#", "item", $">{scoreName}", .. titles.TitleColumn()]);
        var array = new JsonArray();
        for (int i = 0; i < items.Length; i++)
        {
            string id = model.Items.GetId(items[i].Item.Value);
            table.AddTextRow([$"{i + 1}", id, $"{items[i].Score:F4}", .. titles.TitleCell(id)]);
            array.Add((JsonNode)new JsonObject { ["item"] = id, [scoreName] = items[i].Score, ["title"] = titles.Of(id) });
        }

        if (json)
        {
            var line = new JsonObject { ["items"] = array };
            if (basis is not null)
            {
                line["basis"] = basis;
            }

            screen.Result(line);
        }
        else if (items.IsEmpty)
        {
            screen.Result("No item qualifies.");
        }
        else
        {
            screen.Result(table);
        }
    }
}

using System.Text.Json.Nodes;
using FastMf.Cli.Input;
using FastMf.Cli.Output;
using FastMf.Cli.Reproductions;
using FastMf.Evaluation.Tuning;
using Spectre.Console;

namespace FastMf.Cli.Commands;

/// <summary>Shows the outcome of a recipe, for people and for scripts.</summary>
internal static class ReproductionOutput
{
    /// <summary>Shows it; returns the exit code.</summary>
    public static int Show(Screen screen, bool json, Reproduction outcome, Titles titles)
    {
        if (json)
        {
            screen.Result(ToJson(outcome));
        }
        else
        {
            Print(screen, outcome, titles);
        }

        return outcome.OutsideCount > 0 ? ExitCode.Outside : ExitCode.Success;
    }

    private static void Print(Screen screen, Reproduction outcome, Titles titles)
    {
        screen.Result(outcome.Title);
        foreach (string note in outcome.Notes)
        {
            screen.Result(note);
        }

        foreach (CurveSeries curve in outcome.Curves)
        {
            Table points = Tables.Create(">iterations", ">train MSE", ">test MSE");
            foreach (CurvePoint point in curve.Points)
            {
                points.AddTextRow($"{point.Epoch}", $"{point.Train.Mse:F4}", $"{point.Test.Mse:F4}");
            }

            screen.Result(curve.Name);
            screen.Result(points);
        }

        foreach (GridOutcome grid in outcome.Grids)
        {
            Table table = Tables.Create([grid.RowName, .. grid.Columns.Select(column => $">{grid.ColumnName} {column}")]);
            for (int row = 0; row < grid.Rows.Count; row++)
            {
                table.AddTextRow(
                [
                    grid.Rows[row],
                    .. grid.Best[row].Select(point => point is null ? "failed" : $"{point.Test.Mse:F4} ({point.Epoch})"),
                ]);
            }

            screen.Result($"{grid.Name}: least test MSE (at iteration)");
            screen.Result(table);
        }

        foreach (SimilarList list in outcome.Similar)
        {
            string similar = string.Join("; ", list.Similar.Select(titles.NameOf));
            screen.Result($"{list.Model}: most similar to {titles.NameOf(list.Item)}: {similar}");
        }

        foreach (IReadOnlyList<double> row in outcome.Matrix)
        {
            screen.Result(string.Join("  ", row.Select(value => $"{value,6:F2}")));
        }

        Table figures = Tables.Create("figure", ">ours", ">published", ">tolerance", "");
        foreach (Figure figure in outcome.Figures)
        {
            figures.AddTextRow(
                figure.Name,
                Number(figure.Ours),
                figure.Published is { } published ? Number(published) : "",
                figure.Published is null ? "" : Number(figure.Tolerance),
                Verdict(figure));
        }

        screen.Result(figures);
        int compared = outcome.Figures.Count(figure => figure.Published is not null);
        screen.Result($"{compared - outcome.OutsideCount} of {compared} compared figures are within their tolerance.");
    }

    public static string Verdict(Figure figure) => figure.Published is null ? "not compared" : figure.IsOutside ? "OUTSIDE" : "within";

    public static string Number(double value) => Math.Abs(value) >= 1000 ? $"{value:F0}" : $"{Math.Round(value, 4) + 0.0:0.####}";

    private static JsonObject ToJson(Reproduction outcome) => new()
    {
        ["title"] = outcome.Title,
        ["outside"] = outcome.OutsideCount,
        ["notes"] = new JsonArray([.. outcome.Notes.Select(note => (JsonNode?)note)]),
        ["figures"] = new JsonArray([.. outcome.Figures.Select(ToJson)]),
    };

    private static JsonNode ToJson(Figure figure) => new JsonObject
    {
        ["name"] = figure.Name,
        ["ours"] = double.IsFinite(figure.Ours) ? figure.Ours : null,
        ["published"] = figure.Published,
        ["tolerance"] = figure.Published is null ? null : figure.Tolerance,
        ["verdict"] = Verdict(figure),
    };
}

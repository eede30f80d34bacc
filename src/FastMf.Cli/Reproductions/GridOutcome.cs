using FastMf.Evaluation.Tuning;

namespace FastMf.Cli.Reproductions;

/// <summary>A grid of configurations and the best test error that each reached at any checkpoint.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="RowName">What varies from row to row.</param>
/// <param name="Rows">Its values.</param>
/// <param name="ColumnName">What varies from column to column.</param>
/// <param name="Columns">Its values.</param>
/// <param name="Best">For each row and column the point with the least test error; null when training failed before the first.</param>
internal sealed record GridOutcome(
    string Name,
    string RowName,
    IReadOnlyList<string> Rows,
    string ColumnName,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<CurvePoint?>> Best)
{
    /// <summary>Row, column and point of the least test error of all; of equal ones the first.</summary>
    public (int Row, int Column, CurvePoint Point) Winner => (
        from row in Enumerable.Range(0, Rows.Count)
        from column in Enumerable.Range(0, Columns.Count)
        where Best[row][column] is not null
        select (row, column, Best[row][column]!)).MinBy(cell => cell.Item3.Test.Mse);
}

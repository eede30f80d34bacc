using FastMf.Data;

namespace FastMf.Model;

/// <summary>Looks ids up in a model; who has no training ratings is not known.</summary>
internal static class KnownRows
{
    /// <summary>For every id its row in the model, or -1.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="model">The model's ids.</param>
    /// <param name="counts">How many training ratings each row of the model had.</param>
    public static int[] Of(IdMap ids, IdMap model, ReadOnlySpan<int> counts)
    {
        int[] rows = ids.IndexesIn(model);
        foreach (ref int row in rows.AsSpan())
        {
            row = row >= 0 && counts[row] > 0 ? row : -1;
        }

        return rows;
    }
}

using FastMf.Data;

namespace FastMf.TestCommon;

/// <summary>Compressed rows as triples.</summary>
internal static class RatingEntries
{
    /// <summary>User, item, value of every entry, row by row.</summary>
    public static Rating[] Of(CompressedRows rows)
    {
        List<Rating> entries = [];
        for (int row = 0; row < rows.RowCount; row++)
        {
            RatingRow ratings = rows.Row(row);
            for (int i = 0; i < ratings.Count; i++)
            {
                entries.Add(new Rating(row, ratings.Indexes[i], ratings.Values[i]));
            }
        }

        return [.. entries];
    }
}

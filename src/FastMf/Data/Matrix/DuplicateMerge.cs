namespace FastMf.Data.Matrix;

/// <summary>Merges adjacent entries of the same column in rows that are ascending but may repeat columns.</summary>
internal static class DuplicateMerge
{
    /// <summary>Returns the ratings without repeats, and how many entries were merged away.</summary>
    /// <exception cref="DuplicateRatingException">There is a repeat and the policy forbids it.</exception>
    public static (SortedRatings Ratings, int Merged) Apply(SortedRatings ratings, DuplicatePolicy policy, IdMap users, IdMap items)
    {
        CompressedRows rows = ratings.Rows;
        int[] offsets = new int[rows.RowCount + 1];
        int[] indexes = new int[rows.Count];
        float[] values = new float[rows.Count];
        long[]? timestamps = ratings.Timestamps is null ? null : new long[rows.Count];
        int kept = 0;
        for (int row = 0; row < rows.RowCount; row++)
        {
            int end = rows.Offsets[row + 1];
            for (int start = rows.Offsets[row], next; start < end; start = next)
            {
                int column = rows.Indexes[start];
                for (next = start + 1; next < end && rows.Indexes[next] == column; next++)
                {
                    if (policy == DuplicatePolicy.Error)
                    {
                        throw new DuplicateRatingException(users.GetId(row), items.GetId(column));
                    }
                }

                indexes[kept] = column;
                values[kept] = Merge(rows.Values[start..next], policy);
                if (timestamps is not null)
                {
                    timestamps[kept] = ratings.Timestamps![next - 1];
                }

                kept++;
            }

            offsets[row + 1] = kept;
        }

        if (kept == rows.Count)
        {
            return (ratings, 0);
        }

        Array.Resize(ref indexes, kept);
        Array.Resize(ref values, kept);
        if (timestamps is not null)
        {
            Array.Resize(ref timestamps, kept);
        }

        return (new SortedRatings(new CompressedRows(offsets, indexes, values), timestamps), rows.Count - kept);
    }

    private static float Merge(ReadOnlySpan<float> values, DuplicatePolicy policy)
    {
        if (values.Length == 1 || policy == DuplicatePolicy.Last)
        {
            return values[^1];
        }

        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        // The sum of finite values may still overflow; saturation keeps the promise that a matrix holds finite values only.
        return (float)Math.Clamp(policy == DuplicatePolicy.Mean ? sum / values.Length : sum, float.MinValue, float.MaxValue);
    }
}

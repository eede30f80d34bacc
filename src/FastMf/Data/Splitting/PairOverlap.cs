namespace FastMf.Data.Splitting;

/// <summary>Counts the pairs of user and item that are rated in both of two sets of ratings.</summary>
internal static class PairOverlap
{
    /// <summary>How many pairs of <paramref name="other"/> are rated in <paramref name="ratings"/> too, matched by their ids.</summary>
    public static int Count(RatingMatrix ratings, RatingMatrix other)
    {
        int[] userOf = other.Users.IndexesIn(ratings.Users);
        int[] itemOf = other.Items.IndexesIn(ratings.Items);
        int shared = 0;
        for (int row = 0; row < userOf.Length; row++)
        {
            if (userOf[row] >= 0)
            {
                ReadOnlySpan<int> rated = ratings.ByUser.Row(userOf[row]).Indexes;
                foreach (int item in other.ByUser.Row(row).Indexes)
                {
                    shared += itemOf[item] >= 0 && rated.BinarySearch(itemOf[item]) >= 0 ? 1 : 0;
                }
            }
        }

        return shared;
    }
}

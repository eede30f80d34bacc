using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Training.Grid;

namespace FastMf.Tests.Training.Sgd;

/// <summary>Small grids of many blocks.</summary>
internal static class Grids
{
    public static RatingGrid Create(RatingMatrix ratings, GridShape shape, long seed, int workers = 2) => RatingGrid.Create(
        ratings.ByUser,
        [.. Enumerable.Range(0, ratings.Users.Count).Select(ratings.ByUser.RowLength)],
        ratings.ByUser.ColumnCounts(ratings.Items.Count),
        shape,
        seed,
        workers);

    /// <summary>All ratings by user and item.</summary>
    public static IEnumerable<SgdSample> Samples(RatingMatrix ratings)
    {
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            for (int i = ratings.ByUser.Offsets[user]; i < ratings.ByUser.Offsets[user + 1]; i++)
            {
                yield return new SgdSample(user, ratings.ByUser.Indexes[i], ratings.ByUser.Values[i]);
            }
        }
    }

    /// <summary>The blocks of an epoch stratum by stratum, an anti-diagonal of the ordered grid each.</summary>
    public static IEnumerable<List<(int UserRange, int ItemRange)>> Strata(BlockOrder order)
    {
        for (int diagonal = 0; diagonal < order.Stripes.Length + order.Columns.Length - 1; diagonal++)
        {
            yield return
            [
                .. Enumerable.Range(0, order.Stripes.Length)
                    .Where(row => diagonal - row >= 0 && diagonal - row < order.Columns.Length)
                    .Select(row => (order.Stripes[row], order.Columns[diagonal - row])),
            ];
        }
    }
}

using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// Normal random factors: a stream for every row, so that rows can be drawn in any order and on any thread. Rows without ratings stay
/// zero: nothing will ever be learned about them, and noise would pass for a taste.
/// </summary>
internal static class FactorInitializer
{
    private const int RowsPerPiece = 1024;

    public static void Fill(FactorMatrix matrix, float deviation, long seed, int[] ratingCounts, int workers, bool nonNegative = false)
    {
        WorkerTeam.Run(workers, (matrix.RowCount + RowsPerPiece - 1) / RowsPerPiece, (_, piece) =>
        {
            int first = piece * RowsPerPiece;
            for (int row = first; row < Math.Min(first + RowsPerPiece, matrix.RowCount); row++)
            {
                var random = new SeededRandom(seed, row);
                foreach (ref float value in matrix.View.Row(row)[..(ratingCounts[row] > 0 ? matrix.Rank : 0)])
                {
                    value = (float)(random.NextGaussian() * deviation);
                    value = nonNegative ? Math.Abs(value) : value;
                }
            }
        });
    }
}

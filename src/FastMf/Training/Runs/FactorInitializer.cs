using System.Runtime.CompilerServices;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training.Runs;

/// <summary>
/// Normal random factors: a stream for every row, so that rows can be drawn in any order and on any thread. Rows without ratings stay
/// zero: nothing will ever be learned about them, and noise would pass for a taste.
/// </summary>
internal static class FactorInitializer
{
    private const int RowsPerPiece = 1024;

    /// <summary>Columns that eight rows are drawn for at a time; even.</summary>
    private const int ColumnsAtOnce = 16;

    public static void Fill(FactorMatrix matrix, float deviation, long seed, int[] ratingCounts, int workers, bool nonNegative = false)
    {
        WorkerTeam.Run(workers, (matrix.RowCount + RowsPerPiece - 1) / RowsPerPiece, (_, piece) =>
        {
            int first = piece * RowsPerPiece;
            Span<int> rows = stackalloc int[RowsPerPiece];
            int count = 0;
            for (int row = first; row < Math.Min(first + RowsPerPiece, matrix.RowCount); row++)
            {
                rows[count] = row;
                count += ratingCounts[row] > 0 ? 1 : 0;
            }

            int eights = NormalStreams.IsAccelerated ? count - count % NormalStreams.Count : 0;
            for (int i = 0; i < eights; i += NormalStreams.Count)
            {
                FillEight(matrix, rows.Slice(i, NormalStreams.Count), deviation, seed, nonNegative);
            }

            foreach (int row in rows[eights..count])
            {
                FillOne(matrix, row, deviation, seed, nonNegative);
            }
        });
    }

    /// <summary>Draws a row.</summary>
    internal static void FillOne(FactorMatrix matrix, int row, float deviation, long seed, bool nonNegative)
    {
        var random = new SeededRandom(seed, row);
        foreach (ref float value in matrix.View.Row(row))
        {
            value = (float)(random.NextGaussian() * deviation);
            value = nonNegative ? Math.Abs(value) : value;
        }
    }

    /// <summary>
    /// The same of eight rows at once. Optimized from the first call on: a short training run draws its factors before the compiler would
    /// have noticed that this is a hot path.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void FillEight(FactorMatrix matrix, ReadOnlySpan<int> rows, float deviation, long seed, bool nonNegative)
    {
        Span<float> drawn = stackalloc float[ColumnsAtOnce * NormalStreams.Count];
        var streams = new NormalStreams(seed, rows);
        for (int first = 0; first < matrix.Rank; first += ColumnsAtOnce)
        {
            int columns = Math.Min(ColumnsAtOnce, matrix.Rank - first);
            streams.Draw(drawn, columns, deviation, nonNegative);

            for (int lane = 0; lane < NormalStreams.Count; lane++)
            {
                Span<float> row = matrix.View.Row(rows[lane]).Slice(first, columns);
                for (int column = 0; column < row.Length; column++)
                {
                    row[column] = drawn[column * NormalStreams.Count + lane];
                }
            }
        }
    }
}

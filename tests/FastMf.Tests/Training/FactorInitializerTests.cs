using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing;
using FastMf.Training.Runs;
using Xunit;

namespace FastMf.Tests.Training;

public class FactorInitializerTests
{
    [Fact]
    public void Eight_rows_at_once_have_the_bits_of_each() => PropertyCheck.Run(random =>
    {
        int rank = 1 + random.NextInt32(70);
        long seed = random.NextInt32(int.MaxValue);
        bool nonNegative = random.NextInt32(2) == 0;
        using var together = new FactorMatrix(40, rank);
        using var alone = new FactorMatrix(40, rank);
        int[] rows = [.. Enumerable.Range(0, 8).Select(lane => 5 * lane + random.NextInt32(5))];
        FactorInitializer.FillEight(together, rows, 0.3f, seed, nonNegative);
        foreach (int row in rows)
        {
            FactorInitializer.FillOne(alone, row, 0.3f, seed, nonNegative);
        }

        for (int row = 0; row < 40; row++)
        {
            // The rows between them, and the padding, stay zero.
            Assert.Equal(alone.View.PaddedRow(row), together.View.PaddedRow(row));
        }
    });

    [Fact]
    public void Rows_with_ratings_get_their_stream_and_others_stay_zero() => PropertyCheck.Run(random =>
    {
        int rank = 1 + random.NextInt32(20);
        using var matrix = new FactorMatrix(1 + random.NextInt32(2500), rank);
        int[] counts = [.. Enumerable.Range(0, matrix.RowCount).Select(_ => random.NextInt32(3))];
        FactorInitializer.Fill(matrix, 0.5f, seed: 7, counts, workers: 1 + random.NextInt32(3));
        for (int row = 0; row < matrix.RowCount; row += 1 + random.NextInt32(20))
        {
            var stream = new SeededRandom(7, row);
            Assert.Equal(Enumerable.Range(0, rank).Select(_ => counts[row] == 0 ? 0 : (float)(stream.NextGaussian() * 0.5f)), matrix.Row(row).ToArray());
        }
    }, runs: 20);
}

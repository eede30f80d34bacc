using FastMf.Model;
using FastMf.Numerics;
using FastMf.Training.Runs;
using Xunit;

namespace FastMf.Tests.Training;

public class FactorInitializerTests
{
    [SeededProperty]
    public void Eight_rows_at_once_have_the_bits_of_each(LanesCase drawn)
    {
        SeededRandom random = drawn.Random();
        using var together = new FactorMatrix(40, drawn.Rank);
        using var alone = new FactorMatrix(40, drawn.Rank);
        int[] rows = [.. Enumerable.Range(0, 8).Select(lane => 5 * lane + random.NextInt32(5))];
        FactorInitializer.FillEight(together, rows, 0.3f, drawn.Seed, drawn.NonNegative);
        foreach (int row in rows)
        {
            FactorInitializer.FillOne(alone, row, 0.3f, drawn.Seed, drawn.NonNegative);
        }

        for (int row = 0; row < 40; row++)
        {
            // The rows between them, and the padding, stay zero.
            Assert.Equal(alone.View.PaddedRow(row), together.View.PaddedRow(row));
        }
    }

    [SeededProperty(Runs = 20)]
    public void Rows_with_ratings_get_their_stream_and_others_stay_zero(RowsCase drawn)
    {
        SeededRandom random = drawn.Random();
        using var matrix = new FactorMatrix(drawn.Rows, drawn.Rank);
        int[] counts = [.. Enumerable.Range(0, matrix.RowCount).Select(_ => random.NextInt32(3))];
        FactorInitializer.Fill(matrix, 0.5f, seed: 7, counts, workers: drawn.Workers);
        for (int row = 0; row < matrix.RowCount; row += 1 + random.NextInt32(20))
        {
            var stream = new SeededRandom(7, row);
            Assert.Equal(Enumerable.Range(0, drawn.Rank)
                .Select(_ => counts[row] == 0 ? 0 : (float)(stream.NextGaussian() * 0.5f)), matrix.Row(row)
                .ToArray());
        }
    }

    public sealed record LanesCase([Between(1, 70)] int Rank, bool NonNegative, int Seed) : SeededCase(Seed);

    public sealed record RowsCase([Between(1, 2500)] int Rows, [Between(1, 20)] int Rank, [Between(1, 3)] int Workers, int Seed)
        : SeededCase(Seed);
}

using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Perf.Measuring;
using FastMf.Perf.Peers;

namespace FastMf.Perf.Kernels;

/// <summary>
/// Gather, Gram matrix and right-hand side, as ALS does it for a row: random rows of a matrix of 59,047, another selection at each call; 64
/// calls are timed together. Counted are the k (k + 1) n operations of the triangle. OpenBLAS gets rows that already lie together.
/// </summary>
internal static class GramSuite
{
    private const int Rows = 59_047;
    private const int Selections = 64;

    public static void Run()
    {
        OpenBlas? blas = OpenBlas.Load();
        Console.WriteLine("    k      n   % of peak   GFLOP/s   x OpenBLAS ssyrk");
        foreach (int rank in new[] { 16, 32, 64, 100, 128, 256 })
        {
            using var matrix = new FactorMatrix(Rows, rank);
            var random = new SeededRandom(rank);
            for (int row = 0; row < Rows; row++)
            {
                foreach (ref float value in matrix.View.Row(row))
                {
                    value = (float)random.NextGaussian();
                }
            }

            foreach (int count in new[] { 4, 16, 64, 256 })
            {
                Measure(blas, matrix, count, random);
            }
        }
    }

    private static void Measure(OpenBlas? blas, FactorMatrix matrix, int count, SeededRandom random)
    {
        int rank = matrix.Rank;
        int[][] selections =
            [.. Enumerable.Range(0, Selections).Select(_ => Enumerable.Range(0, count).Select(_ => random.NextInt32(Rows)).ToArray())];
        float[] weights = [.. Enumerable.Range(0, count).Select(_ => 1f)];

        // As the trainers have them: what starts at a cache line. Elsewhere every vector would straddle two, or not, as the heap has it.
        using var gram = new AlignedBuffer(KernelSet.GramLength(rank));
        using var vectors = new AlignedBuffer(2 * matrix.Stride);
        using var workspace = new AlignedBuffer(KernelSet.WorkspaceLength(rank));
        using var together = new AlignedBuffer(count * rank);
        using var blasGram = new AlignedBuffer(rank * rank);
        together.Span.Fill(1);
        double[] seconds = Interleaved.Best(
            15,
            0.01,
            Peak.Loop,
            () =>
            {
                FactorView view = matrix.View;
                var equations = new NormalEquations(
                    gram.Span, vectors.Slice(0, matrix.Stride), vectors.Slice(matrix.Stride, matrix.Stride), workspace.Span);
                for (int i = 0; i < Selections; i++)
                {
                    var gathered = new GatheredRows(selections[i], weights) { Upcoming = selections[(i + 1) % Selections] };
                    KernelSet.Best.ComputeNormalEquations(view, gathered, equations);
                }
            },
            () => blas?.AccumulateGram(together.Span, count, rank, blasGram.Span));
        double each = seconds[1] / Selections;
        double flops = (double)rank * (rank + 1) * count;
        double peak = Peak.FlopsPerLoop / seconds[0];
        string againstBlas = blas is null ? "" : $"{seconds[2] / each,6:F1}";
        Console.WriteLine($"{rank,5}  {count,5}   {flops / each / peak,9:P0}   {flops / each / 1e9,7:F0}   {againstBlas}");
    }
}

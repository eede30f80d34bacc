using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Perf.Measuring;
using FastMf.Perf.Peers;

namespace FastMf.Perf.Kernels;

/// <summary>
/// Gather, Gram matrix and right-hand side, as ALS does it for a row: random rows of a matrix of 59,047, another selection at each call.
/// Counted are the k (k + 1) n operations of the triangle. OpenBLAS gets rows that already lie together.
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
        int[][] selections = [.. Enumerable.Range(0, Selections).Select(_ => Enumerable.Range(0, count).Select(_ => random.NextInt32(Rows)).ToArray())];
        float[] weights = [.. Enumerable.Range(0, count).Select(_ => 1f)];
        float[] gram = new float[KernelSet.GramLength(rank)];
        float[] right = new float[matrix.Stride];
        float[] border = new float[matrix.Stride];
        float[] workspace = new float[KernelSet.WorkspaceLength(rank)];
        float[] together = [.. Enumerable.Range(0, count * rank).Select(_ => 1f)];
        float[] blasGram = new float[rank * rank];
        int next = 0;
        double[] seconds = Interleaved.Best(
            15,
            0.01,
            Peak.Loop,
            () =>
            {
                int[] selection = selections[next++ % Selections];
                var gathered = new GatheredRows(selection, weights) { Upcoming = selections[next % Selections] };
                KernelSet.Best.ComputeNormalEquations(matrix.View, gathered, new NormalEquations(gram, right, border, workspace));
            },
            () => blas?.AccumulateGram(together, count, rank, blasGram));
        double flops = (double)rank * (rank + 1) * count;
        double peak = Peak.FlopsPerLoop / seconds[0];
        double ratio = seconds[2] / seconds[1];
        Console.WriteLine($"{rank,5}  {count,5}   {flops / seconds[1] / peak,9:P0}   {flops / seconds[1] / 1e9,7:F0}   {(blas is null ? "" : $"{ratio,6:F1}")}");
    }
}

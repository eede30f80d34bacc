using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Perf.Gate;
using FastMf.Perf.Measuring;

namespace FastMf.Perf.Kernels;

/// <summary>Dot products, norms and cosines of rows: the kernels, <see cref="TensorPrimitives"/> and the naive loop, in turns.</summary>
internal static class TensorSuite
{
    private const int Rounds = 15;
    private const double SecondsPerTurn = 0.004;
    private const int Rows = 256;

    private static float Sink { get; set; }

    /// <summary>Measures and prints nanoseconds a row, in cache.</summary>
    public static void Run()
    {
        Console.WriteLine($"ns a row, {Rows} rows in cache, {KernelSet.Best.Level}");
        Console.WriteLine("             k   kernels   TensorPrimitives   naive loop");
        foreach (int rank in (int[])[16, 64, 128, 256])
        {
            using var matrix = new FactorMatrix(Rows, rank);
            var random = new SeededRandom(1);
            for (int row = 0; row < Rows; row++)
            {
                foreach (ref float value in matrix.View.Row(row))
                {
                    value = (float)random.NextGaussian();
                }
            }

            Measure("dot", matrix, KernelSet.Best.Dot, TensorPrimitives.Dot, Naive.Dot);
            Measure("norm", matrix, (x, _) => Norm(x), (x, _) => TensorPrimitives.Norm(x), (x, _) => MathF.Sqrt(Naive.Dot(x, x)));
            Measure(
                "cosine",
                matrix,
                (x, y) => KernelSet.Best.Dot(x, y) / (Norm(x) * Norm(y)),
                TensorPrimitives.CosineSimilarity,
                (x, y) => Naive.Dot(x, y) / MathF.Sqrt(Naive.Dot(x, x) * Naive.Dot(y, y)));
        }
    }

    private delegate float OfTwo(ReadOnlySpan<float> x, ReadOnlySpan<float> y);

    private static float Norm(ReadOnlySpan<float> x) => MathF.Sqrt(KernelSet.Best.Dot(x, x));

    /// <summary>The kernels take padded rows, the others the floats that count.</summary>
    private static void Measure(string name, FactorMatrix matrix, OfTwo kernel, OfTwo tensors, OfTwo naive)
    {
        double[] seconds = Interleaved.Best(
            Rounds,
            SecondsPerTurn,
            () =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    Sink = kernel(matrix.View.PaddedRow(row), matrix.View.PaddedRow(0));
                }
            },
            () => ForEachRow(matrix, tensors),
            () => ForEachRow(matrix, naive));
        Console.WriteLine(
            $"{name,-8} {matrix.Rank,5} {seconds[0] * 1e9 / Rows,9:F1} {seconds[1] * 1e9 / Rows,18:F1} {seconds[2] * 1e9 / Rows,12:F1}");
    }

    private static void ForEachRow(FactorMatrix matrix, OfTwo function)
    {
        for (int row = 0; row < Rows; row++)
        {
            Sink = function(matrix.View.Row(row), matrix.View.Row(0));
        }
    }
}

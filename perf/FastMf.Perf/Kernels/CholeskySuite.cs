using System.Text;
using FastMf.Kernels;
using FastMf.Numerics;
using FastMf.Perf.Measuring;
using FastMf.Perf.Peers;

namespace FastMf.Perf.Kernels;

/// <summary>
/// Factorization and both solves, with a copy of the matrix first where it is overwritten: of a single system. Counted are
/// k^3 / 3 + 2 k^2 operations.
/// </summary>
internal static class CholeskySuite
{
    private static readonly int[] Batches = [1, KernelSet.InterleavedSystems];

    public static void Run()
    {
        OpenBlas? blas = OpenBlas.Load();
        Console.WriteLine($"    k{string.Concat(Batches.Select(systems => $"   {systems}: % peak     us  x OpenBLAS"))}");
        foreach (int rank in new[] { 8, 12, 16, 24, 32, 48, 64, 96, 100, 128, 192, 256 })
        {
            Measure(blas, rank);
        }
    }

    private static void Measure(OpenBlas? blas, int rank)
    {
        int stride = FactorView.StrideFor(rank);
        float[] original = new float[KernelSet.GramLength(rank)];
        float[] dense = new float[rank * rank];
        var random = new SeededRandom(rank);
        for (int i = 0; i < rank; i++)
        {
            for (int j = i; j < rank; j++)
            {
                float value = i == j ? rank : (float)random.NextDouble();
                original[i * stride + j] = value;
                dense[i * rank + j] = value;
            }
        }

        float[] blasWork = new float[dense.Length];
        float[] blasRight = new float[rank];
        double[] seconds = Interleaved.Best(
            15,
            0.01,
            [
                Peak.Loop,
                () =>
                {
                    dense.CopyTo(blasWork, 0);
                    Array.Fill(blasRight, 1);
                    blas?.TrySolve(blasWork, rank, blasRight);
                },
                .. Batches.Select(systems => Solver(original, rank, systems)),
            ]);
        double flops = rank * (double)rank * rank / 3 + 2.0 * rank * rank;
        double peak = Peak.FlopsPerLoop / seconds[0];
        var line = new StringBuilder($"{rank,5}");
        for (int batch = 0; batch < Batches.Length; batch++)
        {
            double each = seconds[batch + 2] / Batches[batch];
            line.Append($"   {flops / each / peak,9:P0} {each * 1e6,8:F2} {(blas is null ? "" : $"{seconds[1] / each:F1}"),8}");
        }

        Console.WriteLine(line);
    }

    /// <summary>Factorizes, substitutes forward along the way and back at the end, one system or as many copies of it as go interleaved.</summary>
    private static Action Solver(float[] original, int rank, int systems)
    {
        float[] work = new float[systems * original.Length];
        float[] rights = new float[systems * FactorView.StrideFor(rank)];
        float[] factors = new float[KernelSet.InterleavedLength(rank)];
        int[] failedMinors = new int[systems];
        KernelSet kernels = KernelSet.Best;
        for (int system = 0; system < systems; system++)
        {
            original.CopyTo(work, system * original.Length);
        }

        return () =>
        {
            for (int system = 0; system < systems; system++)
            {
                rights.AsSpan(system * FactorView.StrideFor(rank), rank).Fill(1);
            }

            if (systems == 1)
            {
                original.CopyTo(work, 0);
                kernels.TryFactorize(work, rank, rights, [], out failedMinors[0]);
                kernels.SolveBack(work, rank, rights);
            }
            else
            {
                kernels.FactorizeInterleaved(work, rank, rights, [], factors, failedMinors);
                kernels.SolveBackInterleaved(factors, rank, rights, systems);
            }

            if (failedMinors.AsSpan().ContainsAnyExcept(0))
            {
                throw new InvalidOperationException("The matrix is positive definite.");
            }
        };
    }
}

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
        using var original = new AlignedBuffer(KernelSet.GramLength(rank));
        using var dense = new AlignedBuffer(rank * rank);
        var random = new SeededRandom(rank);
        for (int i = 0; i < rank; i++)
        {
            for (int j = i; j < rank; j++)
            {
                float value = i == j ? rank : (float)random.NextDouble();
                original.Span[i * stride + j] = value;
                dense.Span[i * rank + j] = value;
            }
        }

        using var blasWork = new AlignedBuffer(dense.Length);
        using var blasRight = new AlignedBuffer(rank);
        double[] seconds = Interleaved.Best(
            15,
            0.01,
            [
                Peak.Loop,
                () =>
                {
                    dense.Span.CopyTo(blasWork.Span);
                    blasRight.Span.Fill(1);
                    blas?.TrySolve(blasWork.Span, rank, blasRight.Span);
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

    /// <summary>
    /// Factorizes, substitutes forward along the way and back at the end, one system or as many copies of it as go interleaved.
    /// </summary>
    private static Action Solver(AlignedBuffer original, int rank, int systems)
    {
        var work = new AlignedBuffer(systems * original.Length);
        var rights = new AlignedBuffer(systems * FactorView.StrideFor(rank));
        var factors = new AlignedBuffer(KernelSet.InterleavedLength(rank));
        int[] failedMinors = new int[systems];
        KernelSet kernels = KernelSet.Best;
        for (int system = 0; system < systems; system++)
        {
            original.Span.CopyTo(work.Span[(system * (int)original.Length)..]);
        }

        return () =>
        {
            for (int system = 0; system < systems; system++)
            {
                rights.Slice(system * FactorView.StrideFor(rank), rank).Fill(1);
            }

            if (systems == 1)
            {
                original.Span.CopyTo(work.Span);
                kernels.TryFactorize(work.Span, rank, rights.Span, [], out failedMinors[0]);
                kernels.SolveBack(work.Span, rank, rights.Span);
            }
            else
            {
                kernels.FactorizeInterleaved(work.Span, rank, rights.Span, [], factors.Span, failedMinors);
                kernels.SolveBackInterleaved(factors.Span, rank, rights.Span, systems);
            }

            if (failedMinors.AsSpan().ContainsAnyExcept(0))
            {
                throw new InvalidOperationException("The matrix is positive definite.");
            }
        };
    }
}

using System.Diagnostics;
using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Perf.Sgd;

/// <summary>
/// Nanoseconds of one update inside a block: plain updates, and the kernel with biases under the constant and the adaptive rule,
/// interleaved, best of all rounds.
/// </summary>
public static class UpdateMeasurement
{
    private const int Rounds = 200;
    private const int Samples = 35_000;
    private const int RunLength = 256;

    /// <summary>Prints one line for each rank; takes no arguments.</summary>
    public static void Run(string[] args)
    {
        Console.WriteLine("rank  plain ns  constant ns  adaptive ns  adaptive/plain  adaptive/constant");
        foreach (int rank in (int[])[16, 32, 64, 128])
        {
            var random = new SeededRandom(1);
            int rows = 384 * 1024 / sizeof(float) / rank;
            using FactorMatrix users = Random(random, rows, rank);
            using FactorMatrix items = Random(random, rows, rank);
            BlockSample[] samples = [.. Enumerable.Range(0, Samples).Select(_ => new BlockSample(
                (ushort)random.NextInt32(rows), (ushort)random.NextInt32(rows), (float)random.NextGaussian()))];
            RowState[] userStates = States(rows);
            RowState[] itemStates = States(rows);
            var constant = new SgdStep { LearningRate = 0.005f, BiasLearningRate = 0.005f, Simultaneous = true };
            var adaptive = new SgdStep { LearningRate = 0.3f, BiasLearningRate = 0.06f, Simultaneous = true, Adaptive = true };
            double[] best = [double.MaxValue, double.MaxValue, double.MaxValue];
            for (int round = 0; round < Rounds; round++)
            {
                best[0] = Math.Min(
                    best[0], Time(samples, run => PlainUpdate.Run(users.View, items.View, samples.AsSpan(run), 0.005f, 0.05f)));
                best[1] = Math.Min(best[1], Time(samples, run => Update(constant, run)));
                best[2] = Math.Min(best[2], Time(samples, run => Update(adaptive, run)));
            }

            Console.WriteLine(
                $"{rank,4}  {best[0],8:F2}  {best[1],11:F2}  {best[2],11:F2}  {best[2] / best[0],14:F2}  {best[2] / best[1],17:F2}");

            void Update(SgdStep step, Range run) =>
                KernelSet.Best.SgdUpdate(new SgdModel(users.View, items.View, userStates, itemStates), samples.AsSpan(run), step);
        }
    }

    private static double Time(BlockSample[] samples, Action<Range> update)
    {
        long start = Stopwatch.GetTimestamp();
        for (int first = 0; first < samples.Length; first += RunLength)
        {
            update(first..Math.Min(first + RunLength, samples.Length));
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / samples.Length;
    }

    private static FactorMatrix Random(SeededRandom random, int rows, int rank)
    {
        var matrix = new FactorMatrix(rows, rank);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float value in matrix.View.Row(row))
            {
                value = (float)random.NextGaussian() / rank;
            }
        }

        return matrix;
    }

    private static RowState[] States(int rows) =>
        [.. Enumerable.Repeat(new RowState { SquaredGradients = 64, FactorRegularization = 0.05f, BiasRegularization = 0.05f }, rows)];
}

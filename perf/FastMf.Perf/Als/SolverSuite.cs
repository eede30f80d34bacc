using FastMf.Data;
using FastMf.Evaluation.Generation;
using FastMf.Training;

namespace FastMf.Perf.Als;

/// <summary>
/// Seconds of training until the objective that ten exact iterations reach, within 0.1 %, for each solver of ALS: what a cheaper
/// iteration is worth when it takes more of them.
/// </summary>
internal static class SolverSuite
{
    private const int Rounds = 2;

    public static void Run()
    {
        RatingMatrix ratings = RatingGenerator.Generate(GeneratorOptions.MovieLens1M).Train;
        (string Name, AlsOptions Options)[] solvers =
        [
            ("cholesky", new AlsOptions { Solver = AlsSolver.Cholesky }),
            ("3 cg steps", new AlsOptions { Solver = AlsSolver.ConjugateGradient }),
            ("5 cg steps", new AlsOptions { Solver = AlsSolver.ConjugateGradient, ConjugateGradientSteps = 5 }),
            ("blocks of 32", new AlsOptions { Solver = AlsSolver.BlockCoordinate, BlockSize = 32 }),
            ("blocks of 64", new AlsOptions { Solver = AlsSolver.BlockCoordinate, BlockSize = 64 }),
        ];
        Console.WriteLine($"{ratings.Count:N0} ratings; seconds (iterations) to the objective of 10 exact iterations, best of {Rounds}");
        Console.WriteLine($"    k{string.Concat(solvers.Select(solver => $"{solver.Name,20}"))}");
        foreach (int rank in new[] { 32, 64, 96, 128, 192, 256, 384 })
        {
            double goal = Train(ratings, solvers[0].Options with { Rank = rank, Epochs = 10 })[^1].Loss * 1.001;
            (double Seconds, int Epochs)[] best = [.. solvers.Select(_ => (double.PositiveInfinity, 0))];
            for (int round = 0; round < (rank < 128 ? Rounds : 1); round++)
            {
                for (int i = 0; i < solvers.Length; i++)
                {
                    (double Seconds, int Epochs) time = TimeTo(goal, Train(ratings, solvers[i].Options with { Rank = rank, Epochs = 14 }));
                    best[i] = time.Seconds < best[i].Seconds ? time : best[i];
                }
            }

            Console.WriteLine($"{rank,5}{string.Concat(best.Select(time => $"{time.Seconds,14:F3} ({time.Epochs,3})"))}");
        }
    }

    private static IReadOnlyList<EpochReport> Train(RatingMatrix ratings, AlsOptions options)
    {
        TrainingResult result = new AlsTrainer(options with { Threads = 1 }).Train(ratings);
        result.Model.Dispose();
        return result.Epochs;
    }

    private static (double Seconds, int Epochs) TimeTo(double goal, IReadOnlyList<EpochReport> epochs)
    {
        double seconds = 0;
        foreach (EpochReport epoch in epochs)
        {
            seconds += epoch.Elapsed.TotalSeconds;
            if (epoch.Loss <= goal)
            {
                return (seconds, epoch.Epoch);
            }
        }

        return (double.PositiveInfinity, epochs.Count);
    }
}

using System.Diagnostics;
using FastMf.Data;
using FastMf.Perf.Measuring;
using FastMf.Training;

namespace FastMf.Perf.Als;

/// <summary>
/// Full ALS iterations over a ratings file, in % of the peak of the threads used. Counted are k (k + 1) operations for each rating and
/// side and k^3 / 3 + 2 k^2 for each row; the best of some epochs, with the peak measured between them. The tail is
/// the share of the threads' time in which they waited for the last one.
/// </summary>
internal static class IterationSuite
{
    private const int Epochs = 4;

    public static void Run(RatingMatrix ratings)
    {
        long rows = Rated(ratings.ByUser) + Rated(ratings.ByItem);
        double bare = 16.0 * ratings.Count;
        Console.WriteLine($"{ratings.Count:N0} ratings, {rows:N0} rows");
        Console.WriteLine("    k  threads   s/iteration   % of peak   speed-up   tail");
        foreach (int rank in new[] { 16, 32, 64, 128 })
        {
            double one = Measure(ratings, rank, 1, rows, double.NaN);
            Measure(ratings, rank, 2, rows, one);
        }

        Console.WriteLine(
            $"ratings in both orders {bare / 1e6:N0} MB, peak of this process {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB");
    }

    private static double Measure(RatingMatrix ratings, int rank, int threads, long rows, double one)
    {
        double best = double.PositiveInfinity;
        double peak = double.PositiveInfinity;
        double idle = 0;
        var options = new AlsOptions { Rank = rank, Epochs = Epochs, Threads = threads, Solver = AlsSolver.Cholesky };
        new AlsTrainer(options).Train(ratings, progress: new Receiver(report =>
        {
            best = Math.Min(best, report.Elapsed.TotalSeconds);
            idle += report.IdleShare / Epochs;
            peak = Math.Min(peak, Interleaved.Best(3, 0.005, Peak.Loop)[0]);
        })).Model.Dispose();
        double k = rank;
        double flops = 2.0 * ratings.Count * k * (k + 1) + rows * (k * k * k / 3 + 2 * k * k);
        double speedUp = one / best;
        Console.WriteLine($"{rank,5}  {threads,7}   {best,11:F3}   {flops / best / (threads * Peak.FlopsPerLoop / peak),9:P0}   {(threads == 1 ? "" : $"{speedUp,8:F2}   {idle,4:P1}")}");
        return best;
    }

    private static long Rated(CompressedRows rows) => Enumerable.Range(0, rows.RowCount).LongCount(row => rows.RowLength(row) > 0);

    private sealed class Receiver(Action<EpochReport> receive) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => receive(value);
    }
}

using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace FastMf.Threading;

/// <summary>
/// Runs numbered pieces of work on a fixed number of workers. Which worker takes which piece is not determined; results must therefore
/// depend on the piece alone, which is how every number of threads gives the same bits.
/// </summary>
internal static class WorkerTeam
{
    /// <summary>The number of workers that an option value stands for: 0 means one per processor.</summary>
    public static int Resolve(int threads) => threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>Checks an option value and resolves it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative or above 1,024.</exception>
    public static int Validate(int threads, string parameterName)
    {
        if (threads is < 0 or > 1024)
        {
            throw new ArgumentOutOfRangeException(parameterName, threads, "Threads must be 0 (one per processor) to 1024.");
        }

        return Resolve(threads);
    }

    /// <summary>Runs <paramref name="work"/> once per worker, on at most that many threads, the caller's among them.</summary>
    public static void RunWorkers(int workers, Action<int> work)
    {
        if (workers <= 1)
        {
            work(0);
            return;
        }

        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, work);
        }
        catch (AggregateException failures)
        {
            // A caller sees the error itself, whether one worker ran or eight.
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/>(worker, piece) for every piece in [0, <paramref name="pieces"/>); a worker that is free
    /// takes the next one. Stops between pieces when <paramref name="cancellation"/> asks for it.
    /// </summary>
    /// <returns>The idle time at the end: the times that workers waited for the last of them, added up.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; some pieces have not run.</exception>
    public static TimeSpan Run(int workers, int pieces, Action<int, int> work, CancellationToken cancellation = default)
    {
        int next = -1;
        long[] ends = new long[Math.Max(1, Math.Min(workers, pieces))];
        RunWorkers(ends.Length, worker =>
        {
            int piece;
            while ((piece = Interlocked.Increment(ref next)) < pieces)
            {
                cancellation.ThrowIfCancellationRequested();
                work(worker, piece);
            }

            ends[worker] = Stopwatch.GetTimestamp();
        });
        long last = ends.Max();
        return Stopwatch.GetElapsedTime(0, ends.Sum(end => last - end));
    }
}

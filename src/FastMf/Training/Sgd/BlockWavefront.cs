using FastMf.Threading;

namespace FastMf.Training.Sgd;

/// <summary>
/// Visits every block of a grid once, on any number of workers, as if in the order of its anti-diagonals. The blocks of an
/// anti-diagonal, a stratum, share no row and no column; a block needs the one before it in its row and in its column to be done,
/// and nothing else.
/// </summary>
/// <remarks>
/// A worker takes a whole row of blocks and goes along it, so the row's users stay in its cache; it waits only where the worker of
/// the previous row has not passed yet. Rows are taken in order, so the first unfinished one never waits: there is no deadlock.
/// </remarks>
internal static class BlockWavefront
{
    /// <summary>Ints from one row's progress to the next: a cache line, since each is written by one worker and polled by another.</summary>
    private const int Spread = 16;

    /// <summary>Runs <paramref name="visit"/>(row, column) for every block, until one returns false.</summary>
    /// <returns>Whether every visit returned true.</returns>
    public static bool Run(int workers, int rows, int columns, Func<int, int, bool> visit, CancellationToken cancellation)
    {
        int[] done = new int[rows * Spread];
        int next = -1;
        int stopped = 0;
        WorkerTeam.RunWorkers(Math.Min(workers, Math.Min(rows, columns)), _ =>
        {
            try
            {
                int row;
                while ((row = Interlocked.Increment(ref next)) < rows)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        var spin = default(SpinWait);
                        while (row > 0 && Volatile.Read(ref done[(row - 1) * Spread]) <= column && Volatile.Read(ref stopped) == 0)
                        {
                            spin.SpinOnce(sleep1Threshold: -1);
                        }

                        cancellation.ThrowIfCancellationRequested();
                        if (Volatile.Read(ref stopped) != 0 || !visit(row, column))
                        {
                            Volatile.Write(ref stopped, 1);
                            return;
                        }

                        Volatile.Write(ref done[row * Spread], column + 1);
                    }
                }
            }
            catch
            {
                Volatile.Write(ref stopped, 1);
                throw;
            }
        });
        return stopped == 0;
    }
}

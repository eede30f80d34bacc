using FastMf.Threading;

namespace FastMf.Training.Grid;

/// <summary>
/// Visits every block of a grid once, on any number of workers, as if in the order of its anti-diagonals. The blocks of an
/// anti-diagonal, a stratum, share no row and no column; a block needs the one before it in its row and in its column to be done,
/// and nothing else.
/// </summary>
/// <remarks>
/// A worker takes a row of blocks and goes along it, so the row's users stay in its cache. Where the row before has not passed yet it
/// gives its row back and takes another, so that a fast worker does not go at the speed of a slow one in front of it: neighbours on the
/// same core, and processors with cores of two kinds, make that a fifth of an epoch.
/// </remarks>
internal sealed class BlockWavefront
{
    private readonly BlockFrontier _frontier;
    private readonly int _columns;
    private readonly Func<int, int, bool> _visit;
    private readonly CancellationToken _cancellation;
    private volatile bool _stopped;

    private BlockWavefront(int rows, int columns, Func<int, int, bool> visit, CancellationToken cancellation)
    {
        _frontier = new BlockFrontier(rows, columns);
        (_columns, _visit, _cancellation) = (columns, visit, cancellation);
    }

    /// <summary>Runs <paramref name="visit"/>(row, column) for every block, until one returns false.</summary>
    /// <returns>Whether every visit returned true.</returns>
    public static bool Run(int workers, int rows, int columns, Func<int, int, bool> visit, CancellationToken cancellation)
    {
        var wavefront = new BlockWavefront(rows, columns, visit, cancellation);
        WorkerTeam.RunWorkers(Math.Min(workers, Math.Min(rows, columns)), _ => wavefront.Work());
        return !wavefront._stopped;
    }

    private void Work()
    {
        try
        {
            var wait = default(SpinWait);
            int row = BlockFrontier.None;
            while (!_stopped && !_frontier.IsFinished)
            {
                row = _frontier.Exchange(row);
                if (row == BlockFrontier.None)
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                    continue;
                }

                wait.Reset();
                FollowRow(row);
            }
        }
        catch
        {
            _stopped = true;
            throw;
        }
    }

    /// <summary>Visits the blocks of a row up to one that is not ready.</summary>
    private void FollowRow(int row)
    {
        for (int column = _frontier.Done(row); column < _columns && !_stopped && IsReadySoon(row, column); column++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!_visit(row, column))
            {
                _stopped = true;
                return;
            }

            _frontier.Advance(row);
        }
    }

    /// <summary>
    /// Whether a block is ready within some microseconds, less than it would take to bring another row's users into the cache.
    /// </summary>
    private bool IsReadySoon(int row, int column)
    {
        var spin = default(SpinWait);
        while (_frontier.Ready(row) <= column)
        {
            if (spin.NextSpinWillYield)
            {
                return false;
            }

            spin.SpinOnce();
        }

        return true;
    }
}

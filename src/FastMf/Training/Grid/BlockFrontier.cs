namespace FastMf.Training.Grid;

/// <summary>
/// How far each row of a grid has come, from the first block on, and which rows a worker goes along now. A block is ready when the one
/// before it in its row and the one before it in its column are done.
/// </summary>
internal sealed class BlockFrontier(int rows, int columns)
{
    /// <summary>No row.</summary>
    public const int None = -1;

    /// <summary>
    /// Ints from one row's progress to the next: a cache line, since each is written by one worker and polled by another.
    /// </summary>
    private const int Spread = 16;

    private readonly Lock _choice = new();
    private readonly int[] _done = new int[rows * Spread];
    private readonly bool[] _taken = new bool[rows];
    private int _firstUnfinished;
    private int _firstUntouched;

    /// <summary>Whether the last row has come to its end, and so all have.</summary>
    public bool IsFinished => Done(rows - 1) == columns;

    /// <summary>The blocks of a row that are done.</summary>
    public int Done(int row) => Volatile.Read(ref _done[row * Spread]);

    /// <summary>The blocks of a row that are done or may be visited now, one after the other.</summary>
    public int Ready(int row) => row == 0 ? columns : Done(row - 1);

    /// <summary>Another block of a row is done; called by the worker that has taken the row.</summary>
    public void Advance(int row) => Volatile.Write(ref _done[row * Spread], Done(row) + 1);

    /// <summary>
    /// Gives a row back, or <see cref="None"/>, and takes the one with the most blocks to visit without a stop; <see cref="None"/> when
    /// no block is ready that nobody goes towards.
    /// </summary>
    /// <remarks>
    /// The most, because a row's users have to be brought into the worker's cache. The first unfinished row is ready to its end, so as
    /// long as blocks are left there is a row that somebody has or may take: there is no deadlock.
    /// </remarks>
    public int Exchange(int given)
    {
        lock (_choice)
        {
            if (given != None)
            {
                _taken[given] = false;
            }

            while (_firstUnfinished < rows && Done(_firstUnfinished) == columns)
            {
                _firstUnfinished++;
            }

            (int best, int longest) = (None, 0);
            for (int row = _firstUnfinished; row < Math.Min(rows, _firstUntouched + 1); row++)
            {
                int run = Ready(row) - Done(row);
                if (!_taken[row] && run > longest)
                {
                    (best, longest) = (row, run);
                }
            }

            if (best != None)
            {
                _taken[best] = true;
                _firstUntouched = Math.Max(_firstUntouched, best + 1);
            }

            return best;
        }
    }
}

using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Solving;
using FastMf.Threading;

namespace FastMf.Training.Als;

/// <summary>
/// Half an ALS iteration: solves all rows of one side for the other side as it is. Rows are independent, so they are cut into pieces
/// by their work alone and each worker takes the next piece; sums are added in the order of the pieces.
/// </summary>
internal sealed class HalfStep
{
    /// <summary>
    /// Work of a piece, in ratings, at least and at most: enough rows to fill the lanes of the solver again and again, and so many pieces
    /// that the last ones end together. Solving a row counts as a third of its rank in ratings, as k^3 / 3 operations beside k^2 for each
    /// rating.
    /// </summary>
    private const int MinimumWork = 1 << 13;
    private const int MaximumWork = 1 << 15;

    /// <summary>Pieces that a half step is cut into between these bounds.</summary>
    private const int Pieces = 512;

    /// <summary>Rows that are asked for ahead.</summary>
    private const int Upcoming = 128;

    private readonly TrainingSide _rows;
    private readonly TrainingSide _others;
    private readonly int[] _firstRow;
    private readonly int[] _ratedOthers;

    public HalfStep(TrainingSide rows, TrainingSide others)
    {
        (_rows, _others) = (rows, others);
        _firstRow = CutIntoPieces(rows.Ratings, rows.Factors.Rank);
        _ratedOthers = [.. Enumerable.Range(0, others.Ratings.RowCount).Where(row => others.Ratings.RowLength(row) > 0)];
    }

    public HalfStepOutcome Run(IRowSolver[] solvers, KernelSet kernels, float mean, RowObjective objective, int epoch, CancellationToken cancellation)
    {
        using GlobalGramian? all = objective.CountsMissing
            ? GlobalGramian.Of(kernels, _others.Factors, _others.Biases.Span, mean, _ratedOthers, objective, solvers.Length)
            : null;
        var outcomes = new HalfStepOutcome[_firstRow.Length - 1];
        TimeSpan idle = WorkerTeam.Run(
            solvers.Length,
            outcomes.Length,
            (worker, piece) => outcomes[piece] = SolvePiece(solvers[worker], _firstRow[piece], _firstRow[piece + 1], all, mean, epoch),
            cancellation);
        return outcomes.Aggregate(default(HalfStepOutcome), (sum, outcome) => sum + outcome) with { Idle = idle };
    }

    private HalfStepOutcome SolvePiece(IRowSolver solver, int first, int end, GlobalGramian? all, float mean, int epoch)
    {
        var side = new FixedSide(_others.Factors.View, _others.Biases.Span, mean, all);
        CompressedRows ratings = _rows.Ratings;
        Span<int> rows = stackalloc int[solver.Capacity];
        HalfStepOutcome outcome = default;
        int gathered = 0;
        for (int row = first; row < end; row++)
        {
            RatingRow rated = ratings.Row(row);
            if (rated.Count > 0)
            {
                int next = ratings.Offsets[row + 1];
                ReadOnlySpan<int> upcoming = ratings.Indexes.Slice(next, Math.Min(Upcoming, ratings.Count - next));
                var input = new RowInput(rated.Indexes, rated.Values)
                {
                    Upcoming = upcoming,
                    Factors = _rows.Factors.View.PaddedRow(row),
                    Bias = _rows.Biases[row],
                };
                solver.Gather(gathered, side, input);
                rows[gathered++] = row;
            }

            if (gathered == solver.Capacity || (row == end - 1 && gathered > 0))
            {
                solver.Solve(gathered, all);
                outcome += Store(solver, rows[..gathered], epoch);
                gathered = 0;
            }
        }

        GC.KeepAlive(_others);
        return outcome;
    }

    private HalfStepOutcome Store(IRowSolver solver, ReadOnlySpan<int> rows, int epoch)
    {
        HalfStepOutcome outcome = default;
        for (int slot = 0; slot < rows.Length; slot++)
        {
            int row = rows[slot];
            if (solver.FailedMinor(slot) is var minor && minor != 0)
            {
                throw new NotPositiveDefiniteException(epoch, $"{_rows.Name} '{_rows.Ids.GetId(row)}'", _rows.Ratings.RowLength(row), minor);
            }

            RowSolution solution = solver.Solution(slot);
            solver.Factors(slot).CopyTo(_rows.Factors.View.PaddedRow(row));
            _rows.Biases[row] = solution.Bias;
            outcome += new HalfStepOutcome(solution.Penalty, solution.SquaredErrors);
        }

        return outcome;
    }

    private static int[] CutIntoPieces(CompressedRows ratings, int rank)
    {
        var first = new List<int> { 0 };
        int solving = rank / 3 + 1;
        long workPerPiece = Math.Clamp((ratings.Count + (long)ratings.RowCount * solving) / Pieces, MinimumWork, MaximumWork);
        long work = 0;
        for (int row = 0; row < ratings.RowCount; row++)
        {
            work += ratings.RowLength(row) + solving;
            if (work >= workPerPiece)
            {
                first.Add(row + 1);
                work = 0;
            }
        }

        if (first[^1] != ratings.RowCount)
        {
            first.Add(ratings.RowCount);
        }

        return [.. first];
    }
}

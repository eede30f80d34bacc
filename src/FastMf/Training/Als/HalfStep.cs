using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
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

    private readonly TrainingSide _rows;
    private readonly TrainingSide _fixed;
    private readonly int[] _firstRow;
    private readonly int[] _ratedFixed;

    /// <param name="rows">The side that is solved.</param>
    /// <param name="fixedSide">The side that it is solved for.</param>
    public HalfStep(TrainingSide rows, TrainingSide fixedSide)
    {
        (_rows, _fixed) = (rows, fixedSide);
        _firstRow = CutIntoPieces(rows.Ratings, rows.Factors.Rank);
        _ratedFixed = [.. Enumerable.Range(0, fixedSide.Ratings.RowCount).Where(row => fixedSide.Ratings.RowLength(row) > 0)];
    }

    /// <summary>Solves all rows, with one solver for each worker.</summary>
    /// <exception cref="NotPositiveDefiniteException">The equations of a row cannot be solved.</exception>
    public HalfStepOutcome Run(
        IRowSolver[] solvers, KernelSet kernels, float mean, RowObjective objective, int epoch, CancellationToken cancellation)
    {
        using GlobalGramian? global = objective.CountsMissing
            ? GlobalGramian.Of(kernels, _fixed.Factors, _fixed.Biases.Span, mean, _ratedFixed, objective, solvers.Length)
            : null;
        var outcomes = new BatchOutcome[_firstRow.Length - 1];
        TimeSpan idle = WorkerTeam.Run(
            solvers.Length,
            outcomes.Length,
            (worker, piece) => outcomes[piece] = SolvePiece(solvers[worker], _firstRow[piece], _firstRow[piece + 1], global, mean, epoch),
            cancellation);
        BatchOutcome sum = outcomes.Aggregate(default(BatchOutcome), (sum, outcome) => sum + outcome);
        return new HalfStepOutcome(sum.Penalty, sum.SquaredErrors, idle);
    }

    private BatchOutcome SolvePiece(IRowSolver solver, int first, int end, GlobalGramian? global, float mean, int epoch)
    {
        CompressedRows ratings = _rows.Ratings;
        int count = end - first;
        BatchOutcome outcome = solver.Solve(
            new FixedSide(_fixed.Factors.View, _fixed.Biases.Span, mean, global),
            new RowBatch(
                ratings.Offsets.Slice(first, count + 1),
                ratings.Indexes,
                ratings.Values,
                _rows.Factors.Rows(first, count),
                _rows.Biases.Span.Slice(first, count)));
        GC.KeepAlive(_rows);
        GC.KeepAlive(_fixed);
        if (outcome.FailedMinor != 0)
        {
            int row = first + outcome.FailedRow;
            throw new NotPositiveDefiniteException(
                epoch, $"{_rows.Name} '{_rows.Ids.GetId(row)}'", ratings.RowLength(row), outcome.FailedMinor);
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

/// <summary>All of one side: users or items, their ratings and what is learned about them.</summary>
/// <param name="Name">"user" or "item", for messages.</param>
/// <param name="Ids">The ids.</param>
/// <param name="Ratings">The ratings of each row.</param>
/// <param name="Factors">The factors.</param>
/// <param name="Biases">The biases.</param>
internal sealed record TrainingSide(string Name, IdMap Ids, CompressedRows Ratings, FactorMatrix Factors, NativeList<float> Biases);

/// <summary>Sums over the rows of a half-step.</summary>
/// <param name="Penalty">The regularization of the rows solved.</param>
/// <param name="SquaredErrors">The squared errors over all pairs that count, after the half-step.</param>
/// <param name="Idle">The time that workers waited at its end, added up.</param>
internal readonly record struct HalfStepOutcome(double Penalty, double SquaredErrors, TimeSpan Idle);

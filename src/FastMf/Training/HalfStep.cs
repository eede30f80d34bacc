using FastMf.Data;
using FastMf.Model;
using FastMf.Solving;
using FastMf.Threading;

namespace FastMf.Training;

/// <summary>
/// Half an ALS iteration: solves all rows of one side for the other side as it is. Rows are independent, so they are cut into pieces
/// by their ratings alone and each worker takes the next piece; sums are added in the order of the pieces.
/// </summary>
internal sealed class HalfStep
{
    /// <summary>Ratings of a piece, counting each row's solve as as many ratings as its rank: small enough for an even end.</summary>
    private const int WorkPerPiece = 1 << 14;

    private readonly string _rowName;
    private readonly IdMap _ids;
    private readonly CompressedRows _ratings;
    private readonly FactorMatrix _factors;
    private readonly float[] _biases;
    private readonly FactorMatrix _others;
    private readonly float[] _otherBiases;
    private readonly int[] _firstRow;

    public HalfStep(
        string rowName, IdMap ids, CompressedRows ratings, FactorMatrix factors, float[] biases, FactorMatrix others, float[] otherBiases)
    {
        (_rowName, _ids, _ratings) = (rowName, ids, ratings);
        (_factors, _biases, _others, _otherBiases) = (factors, biases, others, otherBiases);
        _firstRow = CutIntoPieces(ratings, factors.Rank);
    }

    public HalfStepOutcome Run(RowSolver[] solvers, float mean, RowRegularization regularization, int epoch, CancellationToken cancellation)
    {
        var outcomes = new HalfStepOutcome[_firstRow.Length - 1];
        WorkerTeam.Run(
            solvers.Length,
            outcomes.Length,
            (worker, piece) =>
            {
                for (int row = _firstRow[piece]; row < _firstRow[piece + 1]; row++)
                {
                    outcomes[piece] += SolveRow(solvers[worker], row, mean, regularization, epoch);
                }
            },
            cancellation);
        return outcomes.Aggregate(default(HalfStepOutcome), (sum, outcome) => sum + outcome);
    }

    private HalfStepOutcome SolveRow(RowSolver solver, int row, float mean, RowRegularization regularization, int epoch)
    {
        RatingRow ratings = _ratings.Row(row);
        int failedMinor = solver.Solve(
            _others.View, _otherBiases, mean, ratings.Indexes, ratings.Values, regularization, _factors.View.PaddedRow(row), out RowSolution solution);
        if (failedMinor != 0)
        {
            throw new NotPositiveDefiniteException(epoch, $"{_rowName} '{_ids.GetId(row)}'", ratings.Count, failedMinor);
        }

        _biases[row] = solution.Bias;
        return new HalfStepOutcome(solution.Penalty, solution.SquaredErrors);
    }

    private static int[] CutIntoPieces(CompressedRows ratings, int rank)
    {
        var first = new List<int> { 0 };
        long work = 0;
        for (int row = 0; row < ratings.RowCount; row++)
        {
            work += ratings.RowLength(row) + rank;
            if (work >= WorkPerPiece)
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

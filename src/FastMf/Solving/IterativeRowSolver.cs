using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Solving;

/// <summary>Improves rows from where they are, row by row, and never raises their loss. The ways of doing so derive from it.</summary>
internal abstract class IterativeRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective) : IRowSolver
{
    private readonly RowObjective _objective = objective;

    protected KernelSet Kernels { get; } = kernels;

    protected bool WithBias { get; } = withBias;

    protected IterativeSystem Row { get; } = new(kernels, rank, withBias);

    /// <inheritdoc/>
    public BatchOutcome Solve(in FixedSide side, in RowBatch batch)
    {
        BatchOutcome outcome = default;
        for (int row = 0; row < batch.Count; row++)
        {
            RatedRow rated = batch.Row(row);
            if (rated.Indexes.IsEmpty)
            {
                continue;
            }

            Row.Start(side, rated, batch.Factors.PaddedRow(row), batch.Biases[row], _objective);
            if (!TryImprove(side, rated.Indexes, out RowSolution solution, out int failedMinor))
            {
                return outcome with { FailedMinor = failedMinor, FailedRow = row };
            }

            batch.Store(row, Row.X, solution.Bias);
            outcome += solution;
        }

        return outcome;
    }

    public virtual void Dispose() => Row.Dispose();

    /// <summary>Improves the row that the system has started from.</summary>
    protected abstract bool TryImprove(in FixedSide side, ReadOnlySpan<int> indexes, out RowSolution solution, out int failedMinor);
}

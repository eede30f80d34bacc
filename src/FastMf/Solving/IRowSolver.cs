namespace FastMf.Solving;

/// <summary>Solves rows of one side for the other side as it is. Holds the workspace of one thread.</summary>
internal interface IRowSolver : IDisposable
{
    /// <summary>Solves the rows of a batch that have ratings, in place; the others stay as they are.</summary>
    /// <param name="side">The other side.</param>
    /// <param name="batch">The rows: their ratings, and what they are now.</param>
    /// <returns>What the rows add to the objective; or the first row that failed, which and all after it stay as they are.</returns>
    BatchOutcome Solve(in FixedSide side, in RowBatch batch);
}

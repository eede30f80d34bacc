namespace FastMf.Solving;

/// <summary>Solves rows of a side for the other side as it is, some at a time; one for each thread.</summary>
internal interface IRowSolver : IDisposable
{
    /// <summary>How many rows may be gathered before they are solved.</summary>
    int Capacity { get; }

    /// <summary>Sets up a row.</summary>
    /// <param name="slot">Its number among the rows that are solved together, below <see cref="Capacity"/>.</param>
    /// <param name="side">The other side.</param>
    /// <param name="row">The row: its ratings, at least one, and what it is now.</param>
    void Gather(int slot, in FixedSide side, in RowInput row);

    /// <summary>Solves what is in the first slots.</summary>
    void Solve(int count, GlobalGramian? all);

    /// <summary>0 when the slot's system was positive definite, otherwise the order of the first minor that was not.</summary>
    int FailedMinor(int slot);

    /// <summary>x with its padding; meaningless after a failure.</summary>
    ReadOnlySpan<float> Factors(int slot);

    /// <summary>The bias, and what the loss is.</summary>
    RowSolution Solution(int slot);
}

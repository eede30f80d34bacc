using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Solving;

/// <summary>
/// Solves rows of the objective exactly: for a user the factors x and the bias b that minimize
/// sum_j c_j (p_j - mu - b_j - b - x . v_j)^2 + s |x|^2 + t b^2 for fixed items, over the rated j or over all; items alike, with users in
/// the place of items. This part sets the rows' systems up, some at a time, and stores what was solved; the ways of solving derive from it.
/// </summary>
internal abstract class ExactRowSolver : IRowSolver
{
    /// <summary>
    /// Above it the matrices and factors of 16 systems no longer fit the second-level cache beside the rows they are made of.
    /// </summary>
    public const int MaximumInterleavedRank = 64;

    private readonly int[] _rowOfSlot;

    protected ExactRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    {
        Kernels = kernels;
        Systems = new RowSystems(kernels, rank, withBias, objective, rank <= MaximumInterleavedRank ? KernelSet.InterleavedSystems : 1);
        _rowOfSlot = new int[Systems.Capacity];
    }

    protected KernelSet Kernels { get; }

    protected RowSystems Systems { get; }

    /// <summary>The way of solving that serves an objective at a rank.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rank">Factors of a row.</param>
    /// <param name="withBias">Whether there is a bias.</param>
    /// <param name="objective">The objective.</param>
    public static ExactRowSolver Create(KernelSet kernels, int rank, bool withBias, in RowObjective objective) =>
        objective.NonNegative ? new NonNegativeRowSolver(kernels, rank, withBias, objective)
        : GlobalGramian.FactorizationIsShared(objective) ? new SharedFactorizationRowSolver(kernels, rank, withBias, objective)
        : rank <= MaximumInterleavedRank ? new InterleavedRowSolver(kernels, rank, withBias, objective)
        : new CholeskyRowSolver(kernels, rank, withBias, objective);

    /// <inheritdoc/>
    public BatchOutcome Solve(in FixedSide side, in RowBatch batch)
    {
        BatchOutcome outcome = default;
        int count = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            RatedRow rated = batch.Row(row);
            if (!rated.Indexes.IsEmpty)
            {
                Systems.Assemble(count, side, rated);
                _rowOfSlot[count++] = row;
            }

            if (count == Systems.Capacity || (row == batch.Count - 1 && count > 0))
            {
                SolveSystems(count, side.Global);
                outcome += Store(count, batch);
                if (outcome.FailedMinor != 0)
                {
                    return outcome;
                }

                count = 0;
            }
        }

        return outcome;
    }

    public virtual void Dispose() => Systems.Dispose();

    /// <summary>
    /// Solves the systems in the first slots. Leaves x in the place of the right-hand side, bias and loss by
    /// <see cref="RowSystems.SetSolution"/>, and in <see cref="RowSystems.FailedMinors"/> whether that went well.
    /// </summary>
    protected abstract void SolveSystems(int count, GlobalGramian? global);

    private BatchOutcome Store(int count, in RowBatch batch)
    {
        BatchOutcome outcome = default;
        for (int slot = 0; slot < count; slot++)
        {
            if (Systems.FailedMinors[slot] is var minor && minor != 0)
            {
                return outcome with { FailedMinor = minor, FailedRow = _rowOfSlot[slot] };
            }

            RowSolution solution = Systems.Solution(slot);
            batch.Store(_rowOfSlot[slot], Systems.Right(slot), solution.Bias);
            outcome += solution;
        }

        return outcome;
    }
}

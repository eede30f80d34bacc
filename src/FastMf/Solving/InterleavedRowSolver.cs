using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Solving;

/// <summary>Cholesky factorizations of sixteen rows at once, one in each lane; the same bits as row by row.</summary>
internal sealed class InterleavedRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    : CholeskyRowSolver(kernels, rank, withBias, objective)
{
    /// <summary>From this number of systems on, 16 at once take less time than each by itself.</summary>
    private const int MinimumSystems = 6;

    private readonly AlignedBuffer _factors = new(KernelSet.InterleavedLength(rank));

    public override void Dispose()
    {
        base.Dispose();
        _factors.Dispose();
    }

    protected override void SolveSystems(int count, GlobalGramian? global)
    {
        if (count < MinimumSystems)
        {
            base.SolveSystems(count, global);
            return;
        }

        Kernels.FactorizeInterleaved(
            Systems.Gramians, Systems.Rank, Systems.Rights, Systems.Borders, _factors.Span, Systems.FailedMinors[..count]);
        for (int slot = 0; slot < count; slot++)
        {
            EliminateBias(slot);
        }

        Kernels.SolveBackInterleaved(_factors.Span, Systems.Rank, Systems.Rights, count);
    }
}

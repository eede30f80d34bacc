using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Solving;

/// <summary>
/// Two triangular solves for each row, with the one factorization of G + ridge I that all rows share; the bias by what is left of its
/// pivot: w = A^-1 f and A^-1 z take the place of the forward substitutions.
/// </summary>
internal sealed class SharedFactorizationRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    : ExactRowSolver(kernels, rank, withBias, objective)
{
    protected override void SolveSystems(int count, GlobalGramian? global)
    {
        Systems.FailedMinors[..count].Fill(global!.FailedMinor);
        for (int slot = 0; slot < count && global.FailedMinor == 0; slot++)
        {
            SolveSystem(slot, global);
        }
    }

    private void SolveSystem(int slot, GlobalGramian global)
    {
        ref readonly RowScalars scalars = ref Systems.Scalars(slot);
        Span<float> right = Systems.Workspace[..Systems.Stride];
        Span<float> w = Systems.Right(slot);
        w.CopyTo(right);
        Kernels.Solve(global.Factorization, Systems.Rank, w);
        float bias = 0;
        if (Systems.WithBias)
        {
            bias = scalars.BiasOf(Kernels.Dot(global.FactorSum, w), Kernels.Dot(global.FactorSum, global.FactorSumSolution));
            TensorPrimitives.FusedMultiplyAdd(global.FactorSumSolution, -bias, w, w);
        }

        Systems.SetSolution(slot, bias, scalars.Squares - Kernels.Dot(right, w) - bias * scalars.Targets);
    }
}

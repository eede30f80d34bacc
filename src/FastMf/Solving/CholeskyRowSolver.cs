using System.Numerics.Tensors;
using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Solving;

/// <summary>One Cholesky factorization for each row, row by row.</summary>
/// <remarks>
/// With y_j = p_j - mu - b_j the normal equations are bordered: [A z; z^T d] [x; b] = [f; g], where A = sum c_j v v^T + ridge,
/// z = sum c_j v, d = sum c_j + its ridge, f = sum c_j y v, g = sum c_j y. One factorization A = U^T U and two forward substitutions,
/// F = U^-T f and Z = U^-T z, give b = (g - Z . F) / (d - Z . Z) and U x = F - b Z: learning the bias jointly costs one more
/// substitution, not a wider matrix.
/// </remarks>
internal class CholeskyRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    : ExactRowSolver(kernels, rank, withBias, objective)
{
    protected override void SolveSystems(int count, GlobalGramian? global)
    {
        for (int slot = 0; slot < count; slot++)
        {
            Kernels.TryFactorize(
                Systems.Gramian(slot), Systems.Rank, Systems.Right(slot), Systems.Border(slot), out Systems.FailedMinors[slot]);
            EliminateBias(slot);
            Kernels.SolveBack(Systems.Gramian(slot), Systems.Rank, Systems.Right(slot));
        }
    }

    /// <summary>After the forward substitutions: the bias and the loss, and in the place of F the right-hand side F - b Z of U x.</summary>
    protected void EliminateBias(int slot)
    {
        ref readonly RowScalars scalars = ref Systems.Scalars(slot);
        Span<float> right = Systems.Right(slot);
        float bias = 0;

        // f . x = F . (F - b Z), and at the minimum the loss is sum c y^2 - f . x - g b: no other pass over the ratings.
        double explained = Kernels.Dot(right, right);
        if (Systems.WithBias)
        {
            Span<float> border = Systems.Border(slot);
            float product = Kernels.Dot(border, right);
            bias = scalars.BiasOf(product, Kernels.Dot(border, border));
            explained -= bias * (double)product;
            TensorPrimitives.FusedMultiplyAdd(border, -bias, right, right);
        }

        Systems.SetSolution(slot, bias, scalars.Squares - explained - bias * scalars.Targets);
    }
}

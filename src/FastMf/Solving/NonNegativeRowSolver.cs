using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Solving;

/// <summary>Factors of 0 or above by coordinate descent on each row's system.</summary>
internal sealed class NonNegativeRowSolver(KernelSet kernels, int rank, bool withBias, in RowObjective objective)
    : ExactRowSolver(kernels, rank, withBias, objective)
{
    /// <summary>Coordinate descent ends where its progress is lost in the rounding of floats.</summary>
    private const double SweepTolerance = 1e-11;

    /// <summary>
    /// The rows of the other side are nearly parallel where nearly all pairs are rated, and descent along single coordinates is slow then:
    /// after 500 sweeps a row can be worse than it was. A sweep takes rank^2 multiply-adds; the cheaper it is, the more there may be.
    /// </summary>
    private readonly int _maximumSweeps = Math.Clamp(5_000_000 / (rank * rank), 500, 20_000);

    protected override void SolveSystems(int count, GlobalGramian? global)
    {
        for (int slot = 0; slot < count; slot++)
        {
            Systems.FailedMinors[slot] = FirstNonPositive(Systems.Gramian(slot));
            if (Systems.FailedMinors[slot] == 0)
            {
                SolveSystem(slot);
            }
        }
    }

    private void SolveSystem(int slot)
    {
        ref readonly RowScalars scalars = ref Systems.Scalars(slot);
        Span<float> x = Systems.Workspace[..Systems.Stride];
        Span<float> right = Systems.Workspace.Slice(Systems.Stride, Systems.Stride);
        Span<float> gradient = Systems.Right(slot);
        gradient.CopyTo(right);
        Span<float> border = Systems.Border(slot);
        Kernels.SolveNonNegative(
            Systems.Gramian(slot),
            Systems.Rank,
            border,
            (float)scalars.Corner,
            (float)scalars.Targets,
            gradient,
            x,
            out float bias,
            _maximumSweeps,
            SweepTolerance);

        // The loss sum c y^2 - 2 f . x - 2 g b + x^T A x + 2 b z . x + d b^2 with A x = gradient + f - b z.
        double loss = scalars.Squares + Kernels.Dot(x, gradient) - Kernels.Dot(x, right)
            - 2 * scalars.Targets * bias + scalars.Corner * bias * bias;
        if (Systems.WithBias)
        {
            loss += bias * (double)Kernels.Dot(x, border);
        }

        x.CopyTo(gradient);
        Systems.SetSolution(slot, bias, loss);
    }

    /// <summary>0, or the position from 1 of the first diagonal element that leaves a coordinate without a minimum.</summary>
    private int FirstNonPositive(ReadOnlySpan<float> gramian)
    {
        for (int i = 0; i < Systems.Rank; i++)
        {
            float curvature = gramian[i * (Systems.Stride + 1)];
            if (!(curvature > 0 && float.IsFinite(curvature)))
            {
                return i + 1;
            }
        }

        return 0;
    }
}

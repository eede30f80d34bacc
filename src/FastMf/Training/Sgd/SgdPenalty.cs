using FastMf.Kernels;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training.Sgd;

/// <summary>The regularization part of the objective: sum over rows of ridge |factors|^2 + ridge of the bias bias^2.</summary>
internal static class SgdPenalty
{
    /// <summary>Rows of a piece of work; sums are added piece by piece, so that the number of workers does not show.</summary>
    private const int RowsPerPiece = 4096;

    public static double Of(
        KernelSet kernels, FactorMatrix factors, NativeList<float> biases, int[] counts, RowRegularization regularization, int workers)
    {
        double[] sums = new double[(counts.Length + RowsPerPiece - 1) / RowsPerPiece];
        WorkerTeam.Run(workers, sums.Length, (_, piece) =>
        {
            for (int row = piece * RowsPerPiece; row < Math.Min(counts.Length, (piece + 1) * RowsPerPiece); row++)
            {
                if (counts[row] > 0)
                {
                    ReadOnlySpan<float> x = factors.View.PaddedRow(row);
                    sums[piece] += (double)regularization.FactorsOf(counts[row]) * kernels.Dot(x, x)
                        + (double)regularization.BiasOf(counts[row]) * biases[row] * biases[row];
                }
            }
        });
        return sums.Sum();
    }
}

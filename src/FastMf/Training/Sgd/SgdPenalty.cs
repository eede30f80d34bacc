using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Training.Sgd;

/// <summary>The regularization part of the objective: sum over rows of ridge |factors|^2 + ridge of the bias bias^2.</summary>
internal static class SgdPenalty
{
    public static double Of(KernelSet kernels, FactorMatrix factors, float[] biases, int[] counts, RowRegularization regularization)
    {
        double penalty = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] > 0)
            {
                ReadOnlySpan<float> x = factors.View.PaddedRow(row);
                penalty += (double)regularization.FactorsOf(counts[row]) * kernels.Dot(x, x)
                    + (double)regularization.BiasOf(counts[row]) * biases[row] * biases[row];
            }
        }

        return penalty;
    }
}

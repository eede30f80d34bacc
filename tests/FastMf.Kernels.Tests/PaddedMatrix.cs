using FastMf.Numerics;

namespace FastMf.Kernels.Tests;

internal static class PaddedMatrix
{
    /// <summary>
    /// The upper triangle as the kernels' contract asks for it; below the diagonal and in the rows past the rank lies garbage.
    /// </summary>
    public static void Fill(double[,] matrix, SeededRandom random, Span<float> padded)
    {
        int rank = matrix.GetLength(0);
        int stride = FactorView.StrideFor(rank);
        for (int i = 0; i < stride; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                padded[i * stride + j] = i >= rank || j < i ? (float)random.NextGaussian() : j < rank ? (float)matrix[i, j] : 0;
            }
        }
    }
}

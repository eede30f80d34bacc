namespace FastMf.Solving;

/// <summary>Square matrices with the padded rows of the kernels.</summary>
internal static class SymmetricMatrix
{
    /// <summary>matrix += value I.</summary>
    public static void AddToDiagonal(Span<float> matrix, int rank, int stride, float value)
    {
        for (int i = 0; i < rank; i++)
        {
            matrix[i * (stride + 1)] += value;
        }
    }

    /// <summary>Copies the upper triangle into the lower one.</summary>
    public static void MirrorUpper(Span<float> matrix, int rank, int stride)
    {
        for (int row = 1; row < rank; row++)
        {
            for (int column = 0; column < row; column++)
            {
                matrix[row * stride + column] = matrix[column * stride + row];
            }
        }
    }
}

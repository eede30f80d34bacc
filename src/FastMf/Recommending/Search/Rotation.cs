using System.Numerics;

namespace FastMf.Recommending.Search;

/// <summary>
/// A fixed rotation that spreads a vector's length over its components, so that few bits a component describe it well even where
/// one factor dominates: signs that follow no pattern, then Hadamard transforms over pieces whose sizes are powers of two. Products of
/// vectors stay what they are, but for rounding in double precision.
/// </summary>
internal static class Rotation
{
    /// <summary>Rotates in place.</summary>
    /// <param name="vector">A multiple of 16 components.</param>
    public static void Apply(Span<double> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            // The top bit of multiples of the golden ratio.
            if (((uint)(i + 1) * 2654435769u >> 31) != 0)
            {
                vector[i] = -vector[i];
            }
        }

        for (int start = 0; start < vector.Length;)
        {
            int length = 1 << BitOperations.Log2((uint)(vector.Length - start));
            Transform(vector.Slice(start, length));
            start += length;
        }
    }

    private static void Transform(Span<double> piece)
    {
        for (int half = 1; half < piece.Length; half *= 2)
        {
            for (int start = 0; start < piece.Length; start += 2 * half)
            {
                Span<double> left = piece.Slice(start, half);
                Span<double> right = piece.Slice(start + half, half);
                for (int i = 0; i < left.Length; i++)
                {
                    (left[i], right[i]) = (left[i] + right[i], left[i] - right[i]);
                }
            }
        }

        double norm = 1 / Math.Sqrt(piece.Length);
        foreach (ref double value in piece)
        {
            value *= norm;
        }
    }
}

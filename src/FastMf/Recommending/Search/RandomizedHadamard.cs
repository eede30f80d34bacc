using System.Numerics;
using System.Numerics.Tensors;

namespace FastMf.Recommending.Search;

/// <summary>
/// The randomized Hadamard transform H D: D flips signs by a fixed pseudo-random pattern, H are normalized Walsh-Hadamard transforms over
/// pieces whose sizes are powers of two. It is orthogonal, so that dot products stay what they are, but for rounding in double precision;
/// and it spreads a vector's norm over its components, so that few bits a component describe it well even where one factor dominates.
/// </summary>
internal static class RandomizedHadamard
{
    /// <summary>Transforms in place.</summary>
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
            WalshHadamard(vector.Slice(start, length));
            start += length;
        }
    }

    private static void WalshHadamard(Span<double> piece)
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

        TensorPrimitives.Multiply(piece, 1 / Math.Sqrt(piece.Length), piece);
    }
}

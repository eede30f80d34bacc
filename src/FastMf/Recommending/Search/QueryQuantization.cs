using System.Numerics.Tensors;

namespace FastMf.Recommending.Search;

/// <summary>
/// A query vector u, transformed (<see cref="RandomizedHadamard"/>) and quantized to signed bytes: u = scale k + e. With a row q and its
/// reconstruction c from the row's code, |u . q - scale k . c| is at most |e| |c| + |u| |q - c|.
/// </summary>
/// <param name="Norm">|u|, rounded up.</param>
/// <param name="QuantizationError">|e|, rounded up.</param>
/// <param name="Scale">What a unit of k stands for.</param>
/// <param name="Offset">7.5 times the sum of k, since codes 0 to 15 stand for -7.5 to 7.5.</param>
/// <param name="Constant">What is added to every score.</param>
internal readonly record struct QueryQuantization(double Norm, double QuantizationError, float Scale, float Offset, float Constant)
{
    /// <summary>
    /// The range of norms in which the bounds allow for whatever floats do at their ends; a trained model is far inside. What is not is
    /// searched by the full scan.
    /// </summary>
    public const double LargestNorm = 1e15;

    private const double SmallestNorm = 1e-15;

    /// <summary>Quantizes a query; false when its norm is out of range.</summary>
    /// <param name="vector">u, with padding.</param>
    /// <param name="multiplier">What u is multiplied with first: 1, or for cosines the inverse of its norm.</param>
    /// <param name="constant">What is added to every score.</param>
    /// <param name="transformed">Workspace, as long as u.</param>
    /// <param name="components">Receives k, as long as u.</param>
    /// <param name="query">The rest.</param>
    public static bool TryQuantize(
        ReadOnlySpan<float> vector,
        float multiplier,
        float constant,
        Span<double> transformed,
        Span<sbyte> components,
        out QueryQuantization query)
    {
        double squares = 0;
        for (int i = 0; i < transformed.Length; i++)
        {
            transformed[i] = (double)vector[i] * multiplier;
            squares += transformed[i] * transformed[i];
        }

        double norm = RoundUp(Math.Sqrt(squares));
        query = default;
        if (!(norm <= LargestNorm) || (norm > 0 && norm < SmallestNorm) || !float.IsFinite(constant) || Math.Abs(constant) > LargestNorm)
        {
            return false;
        }

        RandomizedHadamard.Apply(transformed);
        float scale = (float)(Math.Abs(TensorPrimitives.MaxMagnitude<double>(transformed)) / 127);
        double inverse = scale > 0 ? 1 / (double)scale : 0;
        double errors = 0;
        int sum = 0;
        for (int i = 0; i < transformed.Length; i++)
        {
            int k = (int)Math.Clamp(Math.Round(transformed[i] * inverse), -127, 127);
            double error = transformed[i] - k * (double)scale;
            components[i] = (sbyte)k;
            errors += error * error;
            sum += k;
        }

        query = new QueryQuantization(norm, RoundUp(Math.Sqrt(errors)), scale, 7.5f * sum, constant);
        return true;
    }

    /// <summary>What no score of the block exceeds, as floats compute it.</summary>
    public double UpperBound(in BlockBound bound, FactorIndex index, ScoreKind kind)
    {
        if (kind != ScoreKind.Prediction)
        {
            return Norm * bound.LargestNorm + Slack(bound, index, 0);
        }

        // bias + norm |u| = (bias + m norm) + (|u| - m) norm: tight where the block's rows have nearly one key.
        double excess = Norm - index.TypicalNorm;
        return Constant + bound.Key + excess * (excess > 0 ? bound.LargestNorm : bound.SmallestNorm) + Slack(bound, index, 0);
    }

    /// <summary>What the estimate from a row's code must reach for the row's score to be able to reach <paramref name="cutoff"/>.</summary>
    public float EstimateCutoff(in BlockBound bound, FactorIndex index, float cutoff)
    {
        if (float.IsNegativeInfinity(cutoff))
        {
            return cutoff;
        }

        double margin = QuantizationError * bound.LargestNorm + Norm * bound.QuantizationError + Slack(bound, index, cutoff);
        return MathF.BitDecrement((float)((double)cutoff - Constant - margin));
    }

    /// <summary>
    /// Roundings: of the products of factors (one for each 64 of a row, and a tree), of the sums with constant and bias, of the estimate;
    /// and what may be lost where floats run out of exponents.
    /// </summary>
    private double Slack(in BlockBound bound, FactorIndex index, float cutoff)
    {
        double magnitudes = 2 * Norm * bound.LargestNorm + index.LargestBias + Math.Abs(Constant) + Math.Abs(cutoff);
        return index.RelativeSlack * magnitudes + 1e-36 + 1e-42 * Scale;
    }

    private static double RoundUp(double value) => value * (1 + 1e-12);
}

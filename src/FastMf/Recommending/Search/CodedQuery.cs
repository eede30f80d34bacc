namespace FastMf.Recommending.Search;

/// <summary>
/// A query vector u, rotated and rounded to signed bytes: u = factor k + e. With a row q and its likeness c, |u . q - factor k . c| is
/// at most |e| |c| + |u| |q - c|.
/// </summary>
/// <param name="Norm">|u|, rounded up.</param>
/// <param name="Residual">|e|, rounded up.</param>
/// <param name="Factor">What a unit of k stands for.</param>
/// <param name="Offset">7.5 times the sum of k, since codes 0 to 15 stand for -7.5 to 7.5.</param>
/// <param name="Constant">What is added to every score.</param>
internal readonly record struct CodedQuery(double Norm, double Residual, float Factor, float Offset, float Constant)
{
    /// <summary>
    /// The range of norms in which the bounds allow for whatever floats do at their ends; a trained model is far inside. What is not is
    /// searched by the full scan.
    /// </summary>
    public const double LargestNorm = 1e15;

    private const double SmallestNorm = 1e-15;

    /// <summary>Codes a query; false when its norm is out of range.</summary>
    /// <param name="vector">u, with padding.</param>
    /// <param name="multiplier">What u is multiplied with first: 1, or for cosines the reciprocal of its norm.</param>
    /// <param name="constant">What is added to every score.</param>
    /// <param name="rotated">Workspace, as long as u.</param>
    /// <param name="components">Receives k, as long as u.</param>
    /// <param name="query">The rest.</param>
    public static bool TryCode(
        ReadOnlySpan<float> vector, float multiplier, float constant, Span<double> rotated, Span<sbyte> components, out CodedQuery query)
    {
        double squares = 0;
        for (int i = 0; i < rotated.Length; i++)
        {
            rotated[i] = (double)vector[i] * multiplier;
            squares += rotated[i] * rotated[i];
        }

        double norm = RoundUp(Math.Sqrt(squares));
        query = default;
        if (!(norm <= LargestNorm) || (norm > 0 && norm < SmallestNorm) || !float.IsFinite(constant) || Math.Abs(constant) > LargestNorm)
        {
            return false;
        }

        Rotation.Apply(rotated);
        double largest = 0;
        foreach (double value in rotated)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        float factor = (float)(largest / 127);
        double reciprocal = factor > 0 ? 1 / (double)factor : 0;
        double residual = 0;
        int sum = 0;
        for (int i = 0; i < rotated.Length; i++)
        {
            int k = (int)Math.Clamp(Math.Round(rotated[i] * reciprocal), -127, 127);
            double error = rotated[i] - k * (double)factor;
            components[i] = (sbyte)k;
            residual += error * error;
            sum += k;
        }

        query = new CodedQuery(norm, RoundUp(Math.Sqrt(residual)), factor, 7.5f * sum, constant);
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

    /// <summary>What the screened value of a row must reach for its score to be able to reach <paramref name="bar"/>.</summary>
    public float ScreenBar(in BlockBound bound, FactorIndex index, float bar)
    {
        if (float.IsNegativeInfinity(bar))
        {
            return bar;
        }

        double margin = Residual * bound.LargestNorm + Norm * bound.Residual + Slack(bound, index, bar);
        return MathF.BitDecrement((float)((double)bar - Constant - margin));
    }

    /// <summary>
    /// Roundings: of the products of factors (one for each 64 of a row, and a tree), of the sums with constant and bias, of the screened
    /// value; and what may be lost where floats run out of exponents.
    /// </summary>
    private double Slack(in BlockBound bound, FactorIndex index, float bar) =>
        index.RelativeSlack * (2 * Norm * bound.LargestNorm + index.LargestBias + Math.Abs(Constant) + Math.Abs(bar)) + 1e-36 + 1e-42 * Factor;

    private static double RoundUp(double value) => value * (1 + 1e-12);
}

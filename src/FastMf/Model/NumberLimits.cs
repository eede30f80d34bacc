using System.Numerics.Tensors;
using FastMf.Numerics;

namespace FastMf.Model;

/// <summary>
/// How large the numbers of a model may be. Within these limits no score is infinite, and no two infinite terms of one add up to what is
/// no number: 4096 products of two factors and three other terms stay below 8e37.
/// </summary>
internal static class NumberLimits
{
    public const float Factor = 1e17f;
    public const float Term = 1e37f;

    private const int FloatsAtOnce = 1 << 20;

    /// <summary>Whether all numbers are within plus and minus <paramref name="limit"/>, and thus finite.</summary>
    public static bool Hold(ReadOnlySpan<float> values, float limit) =>
        values.IsEmpty || Math.Abs(TensorPrimitives.MaxMagnitude(values)) <= limit; // of NaN and others the largest is NaN

    /// <summary>The same of all numbers of a model.</summary>
    public static bool Hold(ModelParameters parameters) =>
        Hold(parameters.UserFactors.Buffer) && Hold(parameters.ItemFactors.Buffer)
        && Hold(parameters.UserBiases.Span, Term) && Hold(parameters.ItemBiases.Span, Term) && Hold([parameters.Mean], Term);

    private static bool Hold(AlignedBuffer factors)
    {
        bool hold = true;
        for (nint start = 0; start < factors.Length && hold; start += FloatsAtOnce)
        {
            hold = Hold(factors.Slice(start, (int)Math.Min(FloatsAtOnce, factors.Length - start)), Factor);
        }

        return hold;
    }
}

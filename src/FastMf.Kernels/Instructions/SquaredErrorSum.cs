using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastMf.Kernels.Instructions;

/// <summary>
/// Sum of (r - clamp(rest + p.q))^2 over ratings whose products p.q are known but for the last two levels of their tree of sums.
/// </summary>
/// <remarks>
/// Lane l of sixteen sums the ratings l modulo 16, in double precision. The vectors are of 16 numbers whatever the width of the
/// kernels, and multiplications are not fused with additions, so the sum has the same bits everywhere.
/// </remarks>
internal struct SquaredErrorSum(float minimum, float maximum)
{
    /// <summary>Ratings of a call: their lanes fit the first-level cache, and a call's cost is lost in them. A multiple of 16.</summary>
    public const int RatingsAtOnce = 256;

    private Vector512<double> _lower;
    private Vector512<double> _upper;

    /// <summary>The sum.</summary>
    public readonly double Total => Vector512.Sum(_lower + _upper);

    /// <summary>Adds the squared errors of at most <see cref="RatingsAtOnce"/> ratings.</summary>
    /// <param name="values">The ratings.</param>
    /// <param name="lanes">Four lanes of each product; room for a multiple of 16 of them.</param>
    /// <param name="rests">The rest of each score; room for as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(ReadOnlySpan<float> values, Span<float> lanes, Span<float> rests)
    {
        Vector512<float> least = Vector512.Create(minimum);
        Vector512<float> most = Vector512.Create(maximum);
        ref float lane = ref MemoryMarshal.GetReference(lanes);
        ref float rest = ref MemoryMarshal.GetReference(rests);
        ref float value = ref MemoryMarshal.GetReference(values);
        Vector512<double> lower = _lower;
        Vector512<double> upper = _upper;
        int full = values.Length - values.Length % 16;
        for (int n = 0; n < full; n += 16)
        {
            Vector512<float> ratings = Vector512.LoadUnsafe(ref value, (nuint)n);
            Vector512<float> scores = Scores(ref Unsafe.Add(ref lane, 4 * n), ref Unsafe.Add(ref rest, n), least, most);
            lower += Squares(Vector512.WidenLower(ratings) - Vector512.WidenLower(scores));
            upper += Squares(Vector512.WidenUpper(ratings) - Vector512.WidenUpper(scores));
        }

        if (full < values.Length)
        {
            // Behind the last rating a rating is what is predicted.
            Vector512<float> scores = Scores(ref Unsafe.Add(ref lane, 4 * full), ref Unsafe.Add(ref rest, full), least, most);
            Span<float> padded = stackalloc float[16];
            scores.CopyTo(padded);
            values[full..].CopyTo(padded);
            Vector512<float> ratings = Vector512.Create<float>(padded);
            lower += Squares(Vector512.WidenLower(ratings) - Vector512.WidenLower(scores));
            upper += Squares(Vector512.WidenUpper(ratings) - Vector512.WidenUpper(scores));
        }

        _lower = lower;
        _upper = upper;
    }

    /// <summary>Scores held within their range. Comparisons leave one that is no number as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scores(ref float lane, ref float rest, Vector512<float> least, Vector512<float> most)
    {
        Vector512<float> scores = Vector512.LoadUnsafe(ref rest) + LaneSum.OfSixteen(ref lane);
        scores = Vector512.ConditionalSelect(Vector512.LessThan(scores, least), least, scores);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(scores, most), most, scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Squares(Vector512<double> values) => values * values;
}

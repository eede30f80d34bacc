namespace FastMf.Evaluation.Ranking;

/// <summary>
/// Measures of one ranked list, best item first. All lie in [0, 1]; a list cut at 0 scores 0, and so does one for a user without
/// relevant items, who says nothing about a ranking and is best left out of an average.
/// </summary>
/// <remarks>
/// Definitions follow Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), chapter 8, unless told otherwise.
/// </remarks>
public static class RankingMetrics
{
    /// <summary>The weight of place i, from 1: 1 / log2(i + 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="place"/> is less than 1.</exception>
    public static double Discount(int place)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(place, 1);
        return 1 / Math.Log2(place + 1.0);
    }

    /// <summary>
    /// NDCG@k of a list that holds every item there is: <see cref="Ndcg(ReadOnlySpan{double}, ReadOnlySpan{double}, int, GainKind)"/>.
    /// </summary>
    /// <param name="ranked">
    /// The relevance of each item, in the order of the list; the ideal order is taken over all of it, then cut at k.
    /// </param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <param name="gain">What relevance gains.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    /// <exception cref="ArgumentException">A relevance is negative or not finite.</exception>
    public static double Ndcg(ReadOnlySpan<double> ranked, int k, GainKind gain = GainKind.Linear) => Ndcg(ranked, ranked, k, gain);

    /// <summary>
    /// Normalized discounted cumulative gain: the sum over places i = 1..k of gain_i / log2(i + 1), divided by the same sum for the best
    /// possible order (Järvelin and Kekäläinen 2002, with the discount of Burges et al. 2005). 0 when no item is relevant.
    /// </summary>
    /// <param name="listed">The relevance of the items of the list, best place first; those beyond k do not count.</param>
    /// <param name="available">The relevance of every item that could have been listed, in any order; zeros may be left out.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <param name="gain">What relevance gains.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    /// <exception cref="ArgumentException">A relevance is negative or not finite, or its exponential is not finite.</exception>
    public static double Ndcg(ReadOnlySpan<double> listed, ReadOnlySpan<double> available, int k, GainKind gain = GainKind.Linear)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        double[] ideal = Gains(available, gain, nameof(available));
        Array.Sort(ideal, (left, right) => right.CompareTo(left));
        double best = DiscountedSum(ideal, k);
        return best > 0 ? Math.Min(1, DiscountedSum(Gains(listed[..Math.Min(k, listed.Length)], gain, nameof(listed)), k) / best) : 0;
    }

    /// <summary>
    /// Precision@k: the share of the first k places that hold a relevant item; places beyond the end of the list hold none.
    /// </summary>
    /// <param name="relevant">For each item of the list, best place first, whether it is relevant.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    public static double Precision(ReadOnlySpan<bool> relevant, int k) => k == 0 ? 0 : (double)Hits(relevant, k) / k;

    /// <summary>Recall@k: the share of all relevant items that are among the first k.</summary>
    /// <param name="relevant">For each item of the list, best place first, whether it is relevant.</param>
    /// <param name="relevantCount">How many relevant items there are, in the list or not.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is negative, or there are fewer relevant items than the list holds.
    /// </exception>
    public static double Recall(ReadOnlySpan<bool> relevant, int relevantCount, int k)
    {
        RequireCount(relevant, relevantCount);
        int hits = Hits(relevant, k);
        return relevantCount == 0 ? 0 : (double)hits / relevantCount;
    }

    /// <summary>
    /// Average precision at k: the sum of precision@i over the places i &lt;= k that hold a relevant item, divided by the number of
    /// relevant items or by k, whichever is less, so that the best list of k scores 1. Its mean over users is MAP@k.
    /// </summary>
    /// <param name="relevant">For each item of the list, best place first, whether it is relevant.</param>
    /// <param name="relevantCount">How many relevant items there are, in the list or not.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is negative, or there are fewer relevant items than the list holds.
    /// </exception>
    public static double AveragePrecision(ReadOnlySpan<bool> relevant, int relevantCount, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        RequireCount(relevant, relevantCount);
        double sum = 0;
        int hits = 0;
        for (int i = 0; i < Math.Min(k, relevant.Length); i++)
        {
            if (relevant[i])
            {
                sum += (double)++hits / (i + 1);
            }
        }

        return hits == 0 ? 0 : sum / Math.Min(k, relevantCount);
    }

    /// <summary>
    /// 1 / the place of the first relevant item, 0 when it is not among the first k. Its mean over users is MRR@k (Voorhees 1999).
    /// </summary>
    /// <param name="relevant">For each item of the list, best place first, whether it is relevant.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    public static double ReciprocalRank(ReadOnlySpan<bool> relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        int first = relevant[..Math.Min(k, relevant.Length)].IndexOf(true);
        return first < 0 ? 0 : 1.0 / (first + 1);
    }

    /// <summary>
    /// 1 when a relevant item is among the first k, otherwise 0. Its mean over users is the hit rate at k (Deshpande and Karypis 2004).
    /// </summary>
    /// <param name="relevant">For each item of the list, best place first, whether it is relevant.</param>
    /// <param name="k">Places that count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is negative.</exception>
    public static double Hit(ReadOnlySpan<bool> relevant, int k) => Hits(relevant, k) > 0 ? 1 : 0;

    /// <summary>
    /// Area under the ROC curve: the share of all pairs of a relevant and an irrelevant item that are in the right order (Rendle et al.,
    /// BPR, 2009). 1 when every item is relevant, 0 when none is.
    /// </summary>
    /// <param name="relevant">For each item there is, best place first, whether it is relevant.</param>
    public static double Auc(ReadOnlySpan<bool> relevant)
    {
        long above = 0;
        long rightPairs = 0;
        foreach (bool item in relevant)
        {
            above += item ? 1 : 0;
            rightPairs += item ? 0 : above;
        }

        long irrelevant = relevant.Length - above;
        return irrelevant == 0 ? Math.Min(1, above) : above == 0 ? 0 : (double)rightPairs / above / irrelevant;
    }

    private static int Hits(ReadOnlySpan<bool> relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return relevant[..Math.Min(k, relevant.Length)].Count(true);
    }

    private static void RequireCount(ReadOnlySpan<bool> relevant, int relevantCount) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(relevantCount, relevant.Count(true), nameof(relevantCount));

    private static double[] Gains(ReadOnlySpan<double> relevance, GainKind kind, string name)
    {
        double[] gains = relevance.ToArray();
        foreach (ref double gain in gains.AsSpan())
        {
            double value = gain;
            gain = kind == GainKind.Linear ? value : Math.Pow(2, value) - 1;
            if (!(value >= 0 && double.IsFinite(gain)))
            {
                throw new ArgumentException(
                    $"Relevance {value} cannot be gained; it must be finite, 0 or more. Shift ratings that may be negative.", name);
            }
        }

        return gains;
    }

    private static double DiscountedSum(ReadOnlySpan<double> gains, int k)
    {
        double sum = 0;
        for (int i = 0; i < Math.Min(k, gains.Length); i++)
        {
            sum += gains[i] * Discount(i + 1);
        }

        return sum;
    }
}

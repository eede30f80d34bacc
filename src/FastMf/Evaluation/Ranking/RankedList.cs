using FastMf.Recommending;

namespace FastMf.Evaluation.Ranking;

/// <summary>
/// Measures one user's ranking of candidates, given the scores of all items. Higher scores come first; of equal scores the smaller item
/// index, as in recommending.
/// </summary>
internal static class RankedList
{
    /// <summary>Marks in a row of scores an item that is no candidate.</summary>
    public const float NoCandidate = float.NaN;

    /// <summary>Measures a ranking.</summary>
    /// <param name="user">The user's index, for the result.</param>
    /// <param name="scores">The score of every item, <see cref="NoCandidate"/> for those that are not ranked.</param>
    /// <param name="relevant">Relevant items with their ratings as scores, ascending by index; those that are not ranked count as missed.</param>
    /// <param name="unlisted">Ratings of relevant items that have no index.</param>
    /// <param name="best">The list that is filled, k places.</param>
    /// <param name="gain">What relevance gains.</param>
    public static (UserRanking Ranking, int Listed) Measure(
        int user, ReadOnlySpan<float> scores, ReadOnlySpan<ScoredItem> relevant, ReadOnlySpan<double> unlisted, Span<ScoredItem> best, GainKind gain)
    {
        var selection = new TopSelection(best, float.NegativeInfinity);
        for (int item = 0; item < scores.Length; item++)
        {
            selection.Offer(item, scores[item]);
        }

        int listed = selection.Finish();
        bool[] hits = new bool[listed];
        double[] gains = new double[listed];
        for (int place = 0; place < listed; place++)
        {
            int found = IndexOf(relevant, best[place].Item.Value);
            hits[place] = found >= 0;
            gains[place] = found >= 0 ? relevant[found].Score : 0;
        }

        double[] available = [.. relevant.ToArray().Select(item => (double)item.Score), .. unlisted];
        int count = available.Length;
        int k = best.Length;
        var ranking = new UserRanking(
            user,
            count,
            RankingMetrics.Ndcg(gains, available, k, gain),
            RankingMetrics.Precision(hits, k),
            RankingMetrics.Recall(hits, count, k),
            RankingMetrics.AveragePrecision(hits, count, k),
            RankingMetrics.ReciprocalRank(hits, k),
            RankingMetrics.Hit(hits, k),
            Auc(scores, relevant, unlisted.Length));
        return (ranking, listed);
    }

    /// <summary>
    /// The share of right pairs, without sorting all scores: each irrelevant candidate counts the relevant ones before it. A relevant
    /// item that is not ranked stands behind all candidates.
    /// </summary>
    private static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<ScoredItem> relevant, int unlisted)
    {
        var places = new List<ScoredItem>(relevant.Length);
        foreach (ScoredItem item in relevant)
        {
            if (!float.IsNaN(scores[item.Item.Value]))
            {
                places.Add(new ScoredItem(item.Item, scores[item.Item.Value]));
            }
        }

        places.Sort((left, right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Item.Value.CompareTo(right.Item.Value));
        long rightPairs = 0;
        long irrelevant = 0;
        int next = 0;
        for (int item = 0; item < scores.Length; item++)
        {
            while (next < relevant.Length && relevant[next].Item.Value < item)
            {
                next++;
            }

            bool isRelevant = next < relevant.Length && relevant[next].Item.Value == item;
            if (!isRelevant && !float.IsNaN(scores[item]))
            {
                irrelevant++;
                rightPairs += Before(places, item, scores[item]);
            }
        }

        return irrelevant == 0 ? 1 : (double)rightPairs / (relevant.Length + unlisted) / irrelevant;
    }

    /// <summary>How many of the ordered items stand before an item that is not among them.</summary>
    private static int Before(List<ScoredItem> ordered, int item, float score)
    {
        int low = 0;
        int high = ordered.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            ScoredItem other = ordered[middle];
            bool isBefore = other.Score > score || (other.Score == score && other.Item.Value < item);
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int IndexOf(ReadOnlySpan<ScoredItem> ascending, int item)
    {
        int low = 0;
        int high = ascending.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int found = ascending[middle].Item.Value;
            if (found == item)
            {
                return middle;
            }

            (low, high) = found < item ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}

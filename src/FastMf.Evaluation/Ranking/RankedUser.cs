using FastMf.Recommending;

namespace FastMf.Evaluation.Ranking;

/// <summary>
/// One user's ranking while the scores of all items pass by, piece after piece. Higher scores come first; of equal scores the smaller
/// item index, as in recommending. Nothing is sorted: a relevant item's place is the number of candidates before it, which are counted.
/// </summary>
/// <param name="row">The user's index in the test ratings, for the result.</param>
/// <param name="user">His index in the model.</param>
/// <param name="relevant">Relevant items with their ratings as scores.</param>
/// <param name="unlisted">Ratings of relevant items that the model does not know; they count as missed.</param>
/// <param name="excluded">Items that are not ranked for him, ascending; those of them that are relevant count as missed.</param>
internal sealed class RankedUser(int row, int user, ScoredItem[] relevant, double[] unlisted, int[] excluded)
{
    private readonly float[] _scores = new float[relevant.Length];
    private readonly int[] _before = new int[relevant.Length];
    private int _candidates;
    private int _nextExcluded;
    private int _listed;

    /// <summary>His index in the model.</summary>
    public int User => user;

    /// <summary>Begins with the scores of the relevant items, to which all others are compared.</summary>
    /// <param name="score">The score of an item for him; NaN for one that is not ranked for anybody.</param>
    public void Begin(Func<int, float> score)
    {
        for (int i = 0; i < relevant.Length; i++)
        {
            int item = relevant[i].Item.Value;
            _scores[i] = Array.BinarySearch(excluded, item) < 0 ? score(item) : float.NaN;
        }
    }

    /// <summary>Takes the scores of the next items.</summary>
    /// <param name="first">The item of the first score.</param>
    /// <param name="scores">The scores, NaN for items that are not ranked for anybody; overwritten.</param>
    /// <param name="list">Where the best items are kept, the same at every call; in no order.</param>
    public void Take(int first, Span<float> scores, Span<ScoredItem> list)
    {
        for (; _nextExcluded < excluded.Length && excluded[_nextExcluded] < first + scores.Length; _nextExcluded++)
        {
            scores[excluded[_nextExcluded] - first] = float.NaN;
        }

        _candidates += ScoreCount.Above(scores, float.NegativeInfinity);
        for (int i = 0; i < relevant.Length; i++)
        {
            // Equal scores of smaller indexes come before it, those of larger ones behind.
            int split = Math.Clamp(relevant[i].Item.Value - first, 0, scores.Length);
            _before[i] += ScoreCount.Above(scores[..split], MathF.BitDecrement(_scores[i])) + ScoreCount.Above(scores[split..], _scores[i]);
        }

        List(first, scores, list);
    }

    /// <summary>The best items after all scores have been taken: the start of the list given to <see cref="Take"/>.</summary>
    public ReadOnlySpan<ScoredItem> Listed(ReadOnlySpan<ScoredItem> list) => list[.._listed];

    /// <summary>The measures, after all scores have been taken.</summary>
    /// <param name="k">Places that count.</param>
    /// <param name="gain">What relevance gains.</param>
    public UserRanking Measure(int k, GainKind gain)
    {
        bool[] hits = new bool[Math.Min(k, _candidates)];
        double[] gains = new double[hits.Length];
        for (int i = 0; i < relevant.Length; i++)
        {
            if (!float.IsNaN(_scores[i]) && _before[i] < hits.Length)
            {
                hits[_before[i]] = true;
                gains[_before[i]] = relevant[i].Score;
            }
        }

        double[] available = [.. relevant.Select(item => (double)item.Score), .. unlisted];
        return new UserRanking(
            row,
            available.Length,
            RankingMetrics.Ndcg(gains, available, k, gain),
            RankingMetrics.Precision(hits, k),
            RankingMetrics.Recall(hits, available.Length, k),
            RankingMetrics.AveragePrecision(hits, available.Length, k),
            RankingMetrics.ReciprocalRank(hits, k),
            RankingMetrics.Hit(hits, k),
            Auc());
    }

    /// <summary>Keeps the best; most groups of scores hold none that is above the cutoff.</summary>
    private void List(int first, ReadOnlySpan<float> scores, Span<ScoredItem> list)
    {
        const int group = 64;
        var heap = new TopKHeap(list, float.NegativeInfinity, _listed);
        for (int start = 0; start < scores.Length; start += group)
        {
            ReadOnlySpan<float> some = scores.Slice(start, Math.Min(group, scores.Length - start));

            // Items come in the order of their indexes, so that one that equals the cutoff never enters a full list.
            if (ScoreCount.Above(some, heap.Cutoff) > 0)
            {
                for (int i = 0; i < some.Length; i++)
                {
                    heap.Offer(first + start + i, some[i]);
                }
            }
        }

        _listed = heap.Count;
    }

    /// <summary>
    /// The share of right pairs. Of the candidates behind a relevant one, those that are relevant themselves make no pair; over all
    /// relevant candidates these are n (n - 1) / 2. A relevant item that is not ranked stands behind all candidates.
    /// </summary>
    private double Auc()
    {
        long ranked = 0;
        long before = 0;
        for (int i = 0; i < relevant.Length; i++)
        {
            ranked += float.IsNaN(_scores[i]) ? 0 : 1;
            before += float.IsNaN(_scores[i]) ? 0 : _before[i];
        }

        long irrelevant = _candidates - ranked;
        long rightPairs = ranked * irrelevant - before + ranked * (ranked - 1) / 2;
        return irrelevant == 0 ? 1 : (double)rightPairs / (relevant.Length + unlisted.Length) / irrelevant;
    }
}

namespace FastMf.Recommending.Search;

/// <summary>
/// Lists for a group of queries: a product of matrices, codes of items times codes of queries, in blocks of items that stay in the cache
/// while every query of the group passes over them. Scores are never stored: each query's list is kept in its place in the result.
/// </summary>
internal static class BatchSearch
{
    /// <summary>Queries in a group: each block of codes is fetched from memory once for so many.</summary>
    public const int QueriesPerGroup = 32;

    /// <summary>Makes the request of a query.</summary>
    public delegate SearchRequest Requests(int query);

    /// <summary>Searches for the queries of a group.</summary>
    /// <param name="items">What is searched.</param>
    /// <param name="requests">The requests; all rank by prediction.</param>
    /// <param name="first">The first query.</param>
    /// <param name="destination">The lists of the group one after the other.</param>
    /// <param name="counts">Receives the length of each list; 0 at first.</param>
    /// <param name="threshold">Items must score above it.</param>
    /// <param name="workspace">The worker's workspace.</param>
    public static void Search(
        SideSearch items, Requests requests, int first, Span<ScoredItem> destination, Span<int> counts, float threshold, BatchWorkspace workspace)
    {
        int length = destination.Length / counts.Length;
        bool paysIndex = items.PaysFor(length, ScoreKind.Prediction);
        for (int i = 0; i < counts.Length; i++)
        {
            SearchRequest request = requests(first + i);
            workspace.IsCoded[i] = paysIndex
                && CodedQuery.TryCode(request.Vector, 1, request.Constant, workspace.Rotated, workspace.Components(i), out workspace.Queries[i]);
            if (!workspace.IsCoded[i])
            {
                var selection = new TopSelection(destination.Slice(i * length, length), threshold);
                FullScan.Search(items.Side, request, ref selection);
                counts[i] = selection.Count;
            }
        }

        if (paysIndex)
        {
            SearchIndex(items, requests, first, destination, counts, threshold, workspace);
        }

        for (int i = 0; i < counts.Length; i++)
        {
            new TopSelection(destination.Slice(i * length, length), threshold, counts[i]).Finish();
        }
    }

    private static void SearchIndex(
        SideSearch items, Requests requests, int first, Span<ScoredItem> destination, Span<int> counts, float threshold, BatchWorkspace workspace)
    {
        FactorIndex index = items.Index!;
        int length = destination.Length / counts.Length;
        int blocks = index.Bounds(ScoreKind.Prediction).Length;
        int step = 1;
        for (int block = 0; block < blocks; block += step, step = IndexSearch.NextStep(block))
        {
            for (int i = 0; i < counts.Length; i++)
            {
                if (workspace.IsCoded[i])
                {
                    var selection = new TopSelection(destination.Slice(i * length, length), threshold, counts[i]);
                    IndexSearch.SearchBlocks(
                        items.Side,
                        index,
                        requests(first + i),
                        workspace.Queries[i],
                        workspace.Components(i),
                        block,
                        Math.Min(step, blocks - block),
                        ref selection);
                    counts[i] = selection.Count;
                }
            }
        }
    }
}

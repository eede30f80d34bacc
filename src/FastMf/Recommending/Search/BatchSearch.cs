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
    /// <param name="destination">The lists of the group one after the other.</param>
    /// <param name="results">Receives one result for each query.</param>
    /// <param name="threshold">Items must score above it.</param>
    /// <param name="workspace">The worker's workspace.</param>
    public static void Search(
        CandidateSearch items,
        Requests requests,
        Span<ScoredItem> destination,
        Span<RecommendationResult> results,
        float threshold,
        BatchWorkspace workspace)
    {
        int length = destination.Length / results.Length;
        bool paysIndex = items.PaysFor(length, ScoreKind.Prediction);
        for (int i = 0; i < results.Length; i++)
        {
            SearchRequest request = requests(i);
            workspace.IsQuantized[i] = paysIndex && QueryQuantization.TryQuantize(
                request.Vector, 1, request.Constant, workspace.Transformed, workspace.Components(i), out workspace.Queries[i]);
            results[i] = default;
            if (!workspace.IsQuantized[i])
            {
                var heap = new TopKHeap(destination.Slice(i * length, length), threshold);
                SearchReport report = FullScan.Search(items.Candidates, request, ref heap);
                results[i] = Result(heap.Count, report);
            }
        }

        if (paysIndex)
        {
            SearchIndex(items, requests, destination, results, threshold, workspace);
        }

        for (int i = 0; i < results.Length; i++)
        {
            new TopKHeap(destination.Slice(i * length, length), threshold, results[i].Count).Sort();
        }
    }

    private static void SearchIndex(
        CandidateSearch items,
        Requests requests,
        Span<ScoredItem> destination,
        Span<RecommendationResult> results,
        float threshold,
        BatchWorkspace workspace)
    {
        FactorIndex index = items.Index!;
        int length = destination.Length / results.Length;
        int blocks = index.Bounds(ScoreKind.Prediction).Length;
        int step = 1;
        for (int block = 0; block < blocks; block += step, step = IndexSearch.NextStep(block))
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (workspace.IsQuantized[i])
                {
                    SearchReport before = block == 0 ? new SearchReport(index.Rows.Length, 0, 0) : results[i].Report;
                    var heap = new TopKHeap(destination.Slice(i * length, length), threshold, results[i].Count);
                    SearchReport report = IndexSearch.SearchBlocks(
                        items.Candidates,
                        index,
                        requests(i),
                        workspace.Queries[i],
                        workspace.Components(i),
                        block,
                        Math.Min(step, blocks - block),
                        ref heap);
                    results[i] = Result(heap.Count, before + report);
                }
            }
        }
    }

    private static RecommendationResult Result(int count, SearchReport report) => new(count, RecommendationBasis.TrainedFactors, report);
}

/// <summary>What one worker needs to search for a group of queries.</summary>
/// <param name="queries">The size of a group.</param>
/// <param name="dimensions">Components of a query, padding included.</param>
internal sealed class BatchWorkspace(int queries, int dimensions)
{
    private readonly sbyte[] _components = new sbyte[queries * dimensions];

    /// <summary>The quantized queries.</summary>
    public QueryQuantization[] Queries { get; } = new QueryQuantization[queries];

    /// <summary>Whether each query was quantized; the others take a full scan.</summary>
    public bool[] IsQuantized { get; } = new bool[queries];

    /// <summary>A query while it is being quantized.</summary>
    public double[] Transformed { get; } = new double[dimensions];

    /// <summary>The components of a quantized query.</summary>
    public Span<sbyte> Components(int query) => _components.AsSpan(query * dimensions, dimensions);
}

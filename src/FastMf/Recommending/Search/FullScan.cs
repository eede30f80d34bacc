using System.Runtime.CompilerServices;
using FastMf.Kernels;

namespace FastMf.Recommending.Search;

/// <summary>
/// The search that scores every row: what every other search must equal, and what is done where an index would not pay or its bounds
/// do not hold.
/// </summary>
internal static class FullScan
{
    /// <summary>Rows scored before the best are picked: their scores stay in L1.</summary>
    private const int RowsAtOnce = 512;

    [SkipLocalsInit]
    public static SearchReport Search(SearchSide side, in SearchRequest request, ref TopSelection selection)
    {
        FactorView rows = side.Factors.View;
        ReadOnlySpan<int> counts = side.RatingCounts;
        ReadOnlySpan<float> biases = side.Biases;
        Span<float> buffer = stackalloc float[RowsAtOnce];
        int scored = 0;
        for (int first = 0; first < counts.Length; first += RowsAtOnce)
        {
            Span<float> products = buffer[..Math.Min(RowsAtOnce, counts.Length - first)];
            KernelSet.Best.DotRows(rows, first, request.Vector, products);
            scored += products.Length;
            for (int i = 0; i < products.Length; i++)
            {
                int row = first + i;
                float score = side.Score(request, biases, row, products[i]);
                if (score >= selection.Bar && counts[row] > 0 && (request.Kind != ScoreKind.Cosine || side.Reciprocals[row] > 0)
                    && request.Filter.AllowsGroupsOf(row) && !request.Filter.Excludes(row))
                {
                    selection.Offer(row, score);
                }
            }
        }

        GC.KeepAlive(side);
        return new SearchReport(counts.Length, counts.Length, scored);
    }
}

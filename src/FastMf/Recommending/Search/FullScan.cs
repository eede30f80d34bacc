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
    public static SearchReport Search(CandidateSet candidates, in SearchRequest request, ref TopKHeap heap)
    {
        FactorView rows = candidates.Factors.View;
        ReadOnlySpan<int> counts = candidates.RatingCounts;
        ReadOnlySpan<float> biases = candidates.Biases;
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
                float score = candidates.Score(request, biases, row, products[i]);
                if (score >= heap.Cutoff && counts[row] > 0 && (request.Kind != ScoreKind.Cosine || candidates.InverseNorms[row] > 0)
                    && request.Filter.AllowsGroupsOf(row) && !request.Filter.Excludes(row))
                {
                    heap.Offer(row, score);
                }
            }
        }

        GC.KeepAlive(candidates);
        return new SearchReport(counts.Length, counts.Length, scored);
    }
}

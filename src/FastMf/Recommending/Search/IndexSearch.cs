using System.Numerics;
using System.Runtime.CompilerServices;
using FastMf.Kernels.Quantized;

namespace FastMf.Recommending.Search;

/// <summary>
/// The search through an index: bounds rule out blocks, codes rule out rows, and what is left is scored with the arithmetic of
/// <see cref="FullScan"/>, so that the list is the same, bit for bit.
/// </summary>
internal static class IndexSearch
{
    /// <summary>Blocks searched with one cutoff: enough to make the calls cheap, few enough for the cutoff to be fresh.</summary>
    public const int BlocksAtOnce = 32;

    private const int PlacesAtOnce = BlocksAtOnce * NibbleLayout.ItemsPerBlock;

    /// <summary>Searches all blocks; the first ones a few at a time, since they set the cutoff that the others must reach.</summary>
    public static SearchReport Search(
        CandidateSet candidates,
        FactorIndex index,
        in SearchRequest request,
        in QueryQuantization query,
        scoped ReadOnlySpan<sbyte> components,
        ref TopKHeap heap)
    {
        var report = new SearchReport(index.Rows.Length, 0, 0);
        int blocks = index.Bounds(request.Kind).Length;
        int step = 1;
        for (int first = 0; first < blocks; first += step, step = NextStep(first))
        {
            int count = Math.Min(step, blocks - first);
            report += SearchBlocks(candidates, index, request, query, components, first, count, ref heap);
        }

        return report;
    }

    /// <summary>How many blocks to search together after the first <paramref name="done"/>.</summary>
    public static int NextStep(int done) => Math.Min(BlocksAtOnce, done);

    /// <summary>Searches at most <see cref="BlocksAtOnce"/> blocks.</summary>
    [SkipLocalsInit]
    public static SearchReport SearchBlocks(
        CandidateSet candidates,
        FactorIndex index,
        in SearchRequest request,
        in QueryQuantization query,
        scoped ReadOnlySpan<sbyte> components,
        int first,
        int count,
        ref TopKHeap heap)
    {
        Span<float> cutoffs = stackalloc float[BlocksAtOnce];
        Span<ulong> marks = stackalloc ulong[BlocksAtOnce];
        cutoffs = cutoffs[..count];
        marks = marks[..count];
        int left = SetCutoffs(index, request.Kind, query, first, heap.Cutoff, cutoffs);
        if (left == 0)
        {
            return default;
        }

        var kernelQuery = new QuantizedQuery(components, query.Offset, query.Scale);
        QuantizedKernels.Best.Scan(index.Blocks(request.Kind, first), kernelQuery, cutoffs, marks);
        Span<int> rows = stackalloc int[PlacesAtOnce];
        rows = rows[..Collect(index, request.Filter, first, marks, rows)];
        Span<float> products = stackalloc float[PlacesAtOnce];
        products = products[..rows.Length];
        QuantizedKernels.Best.DotGathered(candidates.Factors.View, rows, request.Vector, products);
        ReadOnlySpan<float> biases = candidates.Biases;
        for (int i = 0; i < rows.Length; i++)
        {
            float score = candidates.Score(request, biases, rows[i], products[i]);
            if (score >= heap.Cutoff && (request.Kind != ScoreKind.Cosine || candidates.InverseNorms[rows[i]] > 0)
                && !request.Filter.Excludes(rows[i]))
            {
                heap.Offer(rows[i], score);
            }
        }

        return new SearchReport(0, Math.Min(left * NibbleLayout.ItemsPerBlock, index.Rows.Length), rows.Length);
    }

    /// <summary>Sets the cutoff of each block, infinite where no score can reach the list; returns how many blocks are left.</summary>
    private static int SetCutoffs(
        FactorIndex index, ScoreKind kind, in QueryQuantization query, int first, float cutoff, Span<float> cutoffs)
    {
        ReadOnlySpan<BlockBound> bounds = index.Bounds(kind).Slice(first, cutoffs.Length);
        int left = 0;
        for (int i = 0; i < cutoffs.Length; i++)
        {
            if (query.UpperBound(bounds[i], index, kind) < cutoff)
            {
                cutoffs[i] = float.PositiveInfinity;
                continue;
            }

            cutoffs[i] = query.EstimateCutoff(bounds[i], index, cutoff);
            left++;
        }

        return left;
    }

    /// <summary>The marked rows whose groups suit; returns their number.</summary>
    private static int Collect(FactorIndex index, in SearchFilter filter, int first, ReadOnlySpan<ulong> marks, Span<int> rows)
    {
        ReadOnlySpan<int> ordered = index.Rows;
        int count = 0;
        for (int i = 0; i < marks.Length; i++)
        {
            int place = (first + i) * NibbleLayout.ItemsPerBlock;
            for (ulong mark = marks[i]; mark != 0; mark &= mark - 1)
            {
                // The last block may have places without a row.
                int at = place + BitOperations.TrailingZeroCount(mark);
                if (at < ordered.Length && filter.AllowsGroupsOf(ordered[at]))
                {
                    rows[count++] = ordered[at];
                }
            }
        }

        return count;
    }
}

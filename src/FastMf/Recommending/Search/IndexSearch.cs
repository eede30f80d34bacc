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
    /// <summary>Blocks screened against one bar: enough to make the calls cheap, few enough for the bar to be fresh.</summary>
    public const int BlocksAtOnce = 32;

    private const int PlacesAtOnce = BlocksAtOnce * NibbleLayout.ItemsPerBlock;

    /// <summary>Searches all blocks; the first ones a few at a time, since they set the bar that the others must reach.</summary>
    public static SearchReport Search(
        SearchSide side, FactorIndex index, in SearchRequest request, in CodedQuery query, scoped ReadOnlySpan<sbyte> components, ref TopSelection selection)
    {
        var report = new SearchReport(index.Rows.Length, 0, 0);
        int blocks = index.Bounds(request.Kind).Length;
        int step = 1;
        for (int first = 0; first < blocks; first += step, step = NextStep(first))
        {
            report += SearchBlocks(side, index, request, query, components, first, Math.Min(step, blocks - first), ref selection);
        }

        return report;
    }

    /// <summary>How many blocks to search together after the first <paramref name="done"/>.</summary>
    public static int NextStep(int done) => Math.Min(BlocksAtOnce, done);

    /// <summary>Searches at most <see cref="BlocksAtOnce"/> blocks.</summary>
    [SkipLocalsInit]
    public static SearchReport SearchBlocks(
        SearchSide side,
        FactorIndex index,
        in SearchRequest request,
        in CodedQuery query,
        scoped ReadOnlySpan<sbyte> components,
        int first,
        int count,
        ref TopSelection selection)
    {
        Span<float> bars = stackalloc float[BlocksAtOnce];
        Span<ulong> marks = stackalloc ulong[BlocksAtOnce];
        bars = bars[..count];
        marks = marks[..count];
        int screened = SetBars(index, request.Kind, query, first, selection.Bar, bars);
        if (screened == 0)
        {
            return default;
        }

        QuantizedKernels.Best.Scan(index.Blocks(request.Kind, first), new QuantizedQuery(components, query.Offset, query.Factor), bars, marks);
        Span<int> rows = stackalloc int[PlacesAtOnce];
        rows = rows[..Collect(index, request.Filter, first, marks, rows)];
        Span<float> products = stackalloc float[PlacesAtOnce];
        products = products[..rows.Length];
        QuantizedKernels.Best.DotGathered(side.Factors.View, rows, request.Vector, products);
        ReadOnlySpan<float> biases = side.Biases;
        for (int i = 0; i < rows.Length; i++)
        {
            float score = side.Score(request, biases, rows[i], products[i]);
            if (score >= selection.Bar && (request.Kind != ScoreKind.Cosine || side.Reciprocals[rows[i]] > 0) && !request.Filter.Excludes(rows[i]))
            {
                selection.Offer(rows[i], score);
            }
        }

        return new SearchReport(0, Math.Min(screened * NibbleLayout.ItemsPerBlock, index.Rows.Length), rows.Length);
    }

    /// <summary>Sets the bar of each block, infinite where no score of the block can reach the list; returns how many are left.</summary>
    private static int SetBars(FactorIndex index, ScoreKind kind, in CodedQuery query, int first, float bar, Span<float> bars)
    {
        ReadOnlySpan<BlockBound> bounds = index.Bounds(kind).Slice(first, bars.Length);
        int left = 0;
        for (int i = 0; i < bars.Length; i++)
        {
            if (query.UpperBound(bounds[i], index, kind) < bar)
            {
                bars[i] = float.PositiveInfinity;
                continue;
            }

            bars[i] = query.ScreenBar(bounds[i], index, bar);
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

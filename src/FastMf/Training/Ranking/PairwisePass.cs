using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Training.Grid;
using FastMf.Training.Sgd;

namespace FastMf.Training.Ranking;

/// <summary>
/// Epochs of pairwise ranking over a grid. A visit covers the blocks of one stripe and of a group of two columns, and draws the items
/// to compare with from the same two columns, which no other worker touches meanwhile. Each epoch groups the columns anew: in time
/// every item is compared with every other.
/// </summary>
internal sealed class PairwisePass(KernelSet kernels, SgdState state, RatingGrid grid, NegativeSampler negatives, long seed, int workers)
{
    private const int ColumnsOfGroup = 2;

    private readonly SgdSums[] _sums = new SgdSums[grid.BlockCount];
    private readonly int[] _drawn = new int[grid.BlockCount];

    /// <summary>Visits every rating once; returns the sums, and over how many comparisons they are.</summary>
    public (SgdSums Sums, long Comparisons) Run(int epoch, in SgdStep step, CancellationToken cancellation)
    {
        var order = new BlockOrder(grid, seed, epoch);
        long drawSeed = (long)new SeededRandom(seed, -epoch).NextUInt64();
        SgdStep constants = step;
        Array.Clear(_sums);
        Array.Clear(_drawn);
        int groups = (order.Columns.Length + ColumnsOfGroup - 1) / ColumnsOfGroup;
        BlockWavefront.Run(
            workers,
            order.Stripes.Length,
            groups,
            (row, group) => Visit(
                order,
                order.Stripes[row],
                order.Columns.AsSpan(group * ColumnsOfGroup, Math.Min(ColumnsOfGroup, order.Columns.Length - group * ColumnsOfGroup)),
                constants,
                drawSeed),
            cancellation);
        return (_sums.Aggregate(default(SgdSums), (sum, block) => sum + block), _drawn.Sum(count => (long)count));
    }

    private bool Visit(BlockOrder order, int userRange, ReadOnlySpan<int> itemRanges, in SgdStep step, long drawSeed)
    {
        DrawRange reach = Reach(itemRanges);
        using BloomFilter chosen = Choices(userRange, itemRanges);
        Span<PreferenceSample> comparisons = stackalloc PreferenceSample[BlockOrder.RunLength];
        bool finite = true;
        foreach (int itemRange in itemRanges)
        {
            int block = grid.Number(userRange, itemRange);
            var random = new Xoshiro(drawSeed, block);
            ReadOnlySpan<BlockSample> samples = grid.Block(userRange, itemRange);
            foreach (Range run in order.Runs(block, samples.Length))
            {
                int count = 0;
                foreach (BlockSample sample in samples[run])
                {
                    int user = grid.Users.Start(userRange) + sample.UserOffset;
                    int other = negatives.Draw(user, reach, chosen, ref random);
                    if (other >= 0)
                    {
                        comparisons[count++] = new PreferenceSample(user, grid.Items.Start(itemRange) + sample.ItemOffset, other);
                    }
                }

                _sums[block] += kernels.PreferenceUpdate(state.Whole, comparisons[..count], step);
                _drawn[block] += count;
            }

            finite &= double.IsFinite(_sums[block].Loss);
        }

        return finite;
    }

    /// <summary>The items of one column or two.</summary>
    private DrawRange Reach(ReadOnlySpan<int> itemRanges)
    {
        int last = itemRanges[^1];
        (int, int) second = itemRanges.Length > 1 ? (grid.Items.Start(last), grid.Items.Length(last)) : default;
        return new DrawRange((grid.Items.Start(itemRanges[0]), grid.Items.Length(itemRanges[0])), second);
    }

    /// <summary>What the users of a stripe have chosen in some columns.</summary>
    private BloomFilter Choices(int userRange, ReadOnlySpan<int> itemRanges)
    {
        int pairs = 0;
        foreach (int itemRange in itemRanges)
        {
            pairs += grid.Block(userRange, itemRange).Length;
        }

        var chosen = new BloomFilter(pairs);
        foreach (int itemRange in itemRanges)
        {
            foreach (BlockSample sample in grid.Block(userRange, itemRange))
            {
                chosen.Add(grid.Users.Start(userRange) + sample.UserOffset, grid.Items.Start(itemRange) + sample.ItemOffset);
            }
        }

        return chosen;
    }
}

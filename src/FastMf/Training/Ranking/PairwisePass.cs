using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;
using FastMf.Numerics;
using FastMf.Training.Grid;
using FastMf.Training.Sgd;

namespace FastMf.Training.Ranking;

/// <summary>
/// Epochs of pairwise ranking over a grid. A visit covers the blocks of one stripe and of a group of two columns, and draws the negatives
/// from the same two columns, which no other worker touches meanwhile. Each epoch groups the columns anew: in time every item is paired
/// with every other.
/// </summary>
internal sealed class PairwisePass(
    KernelSet kernels, SgdState state, RatingGrid grid, NegativeSampler negatives, long seed, int workers) : ISgdPass
{
    private const int ColumnsPerGroup = 2;

    private readonly SgdSums[] _sums = new SgdSums[grid.BlockCount];
    private readonly int[] _pairs = new int[grid.BlockCount];

    /// <inheritdoc/>
    public PassSums Run(int epoch, in SgdStep step, CancellationToken cancellation)
    {
        var order = new BlockOrder(grid, seed, epoch);
        long drawSeed = (long)new SeededRandom(seed, -epoch).NextUInt64();
        SgdStep constants = step;
        Array.Clear(_sums);
        Array.Clear(_pairs);
        int groups = (order.Columns.Length + ColumnsPerGroup - 1) / ColumnsPerGroup;
        BlockWavefront.Run(
            workers,
            order.Stripes.Length,
            groups,
            (row, group) => Visit(
                order,
                order.Stripes[row],
                order.Columns.AsSpan(group * ColumnsPerGroup, Math.Min(ColumnsPerGroup, order.Columns.Length - group * ColumnsPerGroup)),
                constants,
                drawSeed),
            cancellation);
        return new PassSums(_sums.Aggregate(default(SgdSums), (sum, block) => sum + block), _pairs.Sum(count => (long)count));
    }

    /// <summary>Trains the blocks of a stripe in some columns; false when their loss is not finite.</summary>
    private bool Visit(BlockOrder order, int userRange, ReadOnlySpan<int> itemRanges, in SgdStep step, long drawSeed)
    {
        DrawRange reach = Reach(itemRanges);
        using BloomFilter positives = Positives(userRange, itemRanges);
        Span<PreferenceSample> pairs = stackalloc PreferenceSample[BlockOrder.RunLength];
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
                    int negative = negatives.Draw(user, reach, positives, ref random);
                    if (negative >= 0)
                    {
                        pairs[count++] = new PreferenceSample(user, grid.Items.Start(itemRange) + sample.ItemOffset, negative);
                    }
                }

                _sums[block] += kernels.PreferenceUpdateUnchecked(state.Whole, pairs[..count], step);
                _pairs[block] += count;
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

    /// <summary>The positives of a stripe's users in some columns.</summary>
    private BloomFilter Positives(int userRange, ReadOnlySpan<int> itemRanges)
    {
        int count = 0;
        foreach (int itemRange in itemRanges)
        {
            count += grid.Block(userRange, itemRange).Length;
        }

        var positives = new BloomFilter(count);
        foreach (int itemRange in itemRanges)
        {
            foreach (BlockSample sample in grid.Block(userRange, itemRange))
            {
                positives.Add(grid.Users.Start(userRange) + sample.UserOffset, grid.Items.Start(itemRange) + sample.ItemOffset);
            }
        }

        return positives;
    }
}

using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Kernels.Unchecked;
using FastMf.Training.Grid;

namespace FastMf.Training.Sgd;

/// <summary>Epochs over a grid, on any number of workers.</summary>
internal sealed class BlockedPass(KernelSet kernels, SgdState state, RatingGrid grid, long seed, int workers) : ISgdPass
{
    /// <summary>Below this many ratings waking another worker takes longer than it saves.</summary>
    private const int RatingsWorthAWorker = 1 << 14;

    private readonly SgdSums[] _sums = new SgdSums[grid.BlockCount];

    public PassSums Run(int epoch, in SgdStep step, CancellationToken cancellation)
    {
        var order = new BlockOrder(grid, seed, epoch);
        SgdStep constants = step;
        Array.Clear(_sums);
        BlockWavefront.Run(
            Math.Clamp(grid.SampleCount / RatingsWorthAWorker, 1, workers),
            order.Stripes.Length,
            order.Columns.Length,
            (row, column) => Visit(order, order.Stripes[row], order.Columns[column], constants),
            cancellation);
        return new PassSums(_sums.Aggregate(default(SgdSums), (sum, block) => sum + block), grid.SampleCount);
    }

    /// <summary>Trains a block; false when its error is not finite.</summary>
    private bool Visit(BlockOrder order, int userRange, int itemRange, in SgdStep step)
    {
        ReadOnlySpan<BlockSample> samples = grid.Block(userRange, itemRange);
        SgdModel model = state.Block(grid.Users, userRange, grid.Items, itemRange);
        int block = grid.Number(userRange, itemRange);
        SgdSums sums = default;
        Range[] runs = order.Runs(block, samples.Length);
        for (int i = 0; i < runs.Length; i++)
        {
            ReadOnlySpan<BlockSample> upcoming = i + 1 < runs.Length ? samples[runs[i + 1]] : default;
            sums += kernels.SgdUpdateUnchecked(model, samples[runs[i]], upcoming, step);
        }

        _sums[block] = sums;
        return double.IsFinite(sums.Squares);
    }
}

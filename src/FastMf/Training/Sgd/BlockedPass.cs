using FastMf.Kernels;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;

namespace FastMf.Training.Sgd;

/// <summary>
/// Epochs over a grid. Each epoch has its own seeded order of stripes, of columns, and of the runs of samples inside each block:
/// shuffling all samples anew would take as long as the updates.
/// </summary>
internal sealed class BlockedPass(KernelSet kernels, SgdState state, RatingGrid grid, long seed, int workers) : ISgdPass
{
    /// <summary>Samples of a run: 2 KB, enough for the stream to be prefetched and a kernel call to be lost in.</summary>
    private const int RunLength = 256;

    /// <summary>Below this many ratings waking another worker takes longer than it saves.</summary>
    private const int RatingsWorthAWorker = 1 << 14;

    private readonly SgdSums[] _sums = new SgdSums[grid.BlockCount];

    public SgdSums Run(int epoch, in SgdStep step, CancellationToken cancellation)
    {
        var random = new SeededRandom(seed, epoch);
        int[] stripes = RandomOrder(grid.Users.Count, random);
        int[] columns = RandomOrder(grid.Items.Count, random);
        long blockSeed = (long)random.NextUInt64();
        SgdStep constants = step;
        Array.Clear(_sums);
        BlockWavefront.Run(
            Math.Clamp(grid.SampleCount / RatingsWorthAWorker, 1, workers),
            stripes.Length,
            columns.Length,
            (row, column) => Visit(stripes[row], columns[column], constants, blockSeed),
            cancellation);
        return _sums.Aggregate(default(SgdSums), Add);
    }

    private bool Visit(int userRange, int itemRange, in SgdStep step, long blockSeed)
    {
        ReadOnlySpan<BlockSample> samples = grid.Block(userRange, itemRange);
        SgdModel model = state.Block(grid.Users, userRange, grid.Items, itemRange);
        int block = userRange * grid.Items.Count + itemRange;
        SgdSums sums = default;
        foreach (int run in RandomOrder((samples.Length + RunLength - 1) / RunLength, new SeededRandom(blockSeed, block)))
        {
            int start = run * RunLength;
            sums = Add(sums, kernels.SgdUpdate(model, samples.Slice(start, Math.Min(RunLength, samples.Length - start)), step));
        }

        _sums[block] = sums;
        return double.IsFinite(sums.Squares);
    }

    private static SgdSums Add(SgdSums left, SgdSums right) => new(left.Loss + right.Loss, left.Squares + right.Squares);

    private static int[] RandomOrder(int count, SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(order);
        return order;
    }
}

using FastMf.Numerics;

namespace FastMf.Training.Grid;

/// <summary>
/// The order in which one epoch visits a grid: seeded orders of the stripes, of the columns, and of the runs of samples inside each
/// block. Shuffling all samples anew would take as long as the updates.
/// </summary>
internal sealed class BlockOrder
{
    /// <summary>Samples of a run: 2 KB, enough for the stream to be prefetched and a kernel call to be lost in.</summary>
    public const int RunLength = 256;

    private readonly long _blockSeed;

    public BlockOrder(RatingGrid grid, long seed, int epoch)
    {
        var random = new SeededRandom(seed, epoch);
        Stripes = Shuffled(grid.Users.Count, random);
        Columns = Shuffled(grid.Items.Count, random);
        _blockSeed = (long)random.NextUInt64();
    }

    /// <summary>The user ranges in their order.</summary>
    public int[] Stripes { get; }

    /// <summary>The item ranges in their order.</summary>
    public int[] Columns { get; }

    /// <summary>The runs of a block in their order, as ranges of its samples.</summary>
    public Range[] Runs(int block, int sampleCount)
    {
        int[] runs = Shuffled((sampleCount + RunLength - 1) / RunLength, new SeededRandom(_blockSeed, block));
        return Array.ConvertAll(runs, run => (run * RunLength)..Math.Min((run + 1) * RunLength, sampleCount));
    }

    private static int[] Shuffled(int count, SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(order);
        return order;
    }
}

using System.Runtime.CompilerServices;
using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training.Grid;

/// <summary>
/// The ratings cut into blocks of a range of users (a stripe) and a range of items (a column), such that the factors of both ranges
/// fit a core's second-level cache. Inside a block the ratings lie in a seeded random order. The grid depends on data, rank and seed,
/// never on the machine or the number of threads.
/// </summary>
internal sealed class RatingGrid
{
    private const int SamplesOfCacheLine = 8;

    private readonly BlockSample[] _samples;
    private readonly int[] _offsets;

    private RatingGrid(AxisRanges users, AxisRanges items, BlockSample[] samples, int[] offsets)
    {
        (Users, Items) = (users, items);
        (_samples, _offsets) = (samples, offsets);
    }

    public AxisRanges Users { get; }

    public AxisRanges Items { get; }

    public int SampleCount => _samples.Length;

    public int BlockCount => Users.Count * Items.Count;

    public int Number(int userRange, int itemRange) => userRange * Items.Count + itemRange;

    public ReadOnlySpan<BlockSample> Block(int userRange, int itemRange)
    {
        int block = Number(userRange, itemRange);
        return _samples.AsSpan(_offsets[block].._offsets[block + 1]);
    }

    /// <summary>Sorts the ratings into blocks, on any number of workers.</summary>
    /// <param name="byUser">The ratings; columns may be in any order inside a row.</param>
    /// <param name="userCounts">Ratings of each user.</param>
    /// <param name="itemCounts">Ratings of each item.</param>
    /// <param name="shape">What to cut to.</param>
    /// <param name="shuffleSeed">Decides the order inside each block.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="cancellation">Ends the work between stripes.</param>
    public static RatingGrid Create(
        CompressedRows byUser,
        ReadOnlySpan<int> userCounts,
        ReadOnlySpan<int> itemCounts,
        GridShape shape,
        long shuffleSeed,
        int workers,
        CancellationToken cancellation = default)
    {
        AxisRanges users = AxisRanges.Cut(userCounts, shape);
        AxisRanges items = AxisRanges.Cut(itemCounts, shape);
        int[] rangeOf = items.RangeOfEach();
        var grid = new RatingGrid(
            users, items, GC.AllocateUninitializedArray<BlockSample>(byUser.Count), new int[users.Count * items.Count + 1]);
        grid._offsets[^1] = byUser.Count;
        WorkerTeam.Run(
            workers,
            users.Count,
            (_, stripe) => grid.FillStripe(byUser, stripe, rangeOf, shuffleSeed),
            cancellation);
        return grid;
    }

    /// <summary>Counting sort of a stripe's ratings by column, then a shuffle of each block.</summary>
    private void FillStripe(CompressedRows byUser, int stripe, int[] rangeOf, long shuffleSeed)
    {
        int firstUser = Users.Start(stripe);
        int lastUser = firstUser + Users.Length(stripe);
        int start = byUser.Offsets[firstUser];
        int[] cursors = new int[Items.Count];
        foreach (int item in byUser.Indexes[start..byUser.Offsets[lastUser]])
        {
            cursors[rangeOf[item]]++;
        }

        Span<int> offsets = _offsets.AsSpan(Number(stripe, 0), Items.Count);
        for (int column = 0; column < offsets.Length; column++)
        {
            offsets[column] = start;
            (cursors[column], start) = (start, start + cursors[column]);
        }

        (AxisRanges items, BlockSample[] samples) = (Items, _samples);
        for (int user = firstUser; user < lastUser; user++)
        {
            RatingRow row = byUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                int item = row.Indexes[i];
                int column = rangeOf[item];
                var sample = new BlockSample((ushort)(user - firstUser), (ushort)(item - items.Start(column)), row.Values[i]);
                samples[cursors[column]++] = sample;
            }
        }

        for (int column = 0; column < offsets.Length; column++)
        {
            Span<BlockSample> block = samples.AsSpan(offsets[column]..cursors[column]);
            Touch(block);
            new SeededRandom(shuffleSeed, Number(stripe, column)).Shuffle(block);
        }
    }

    /// <summary>
    /// Reads a block in order, so that it is in the second-level cache: a shuffle that finds it in the third-level one, where the rest
    /// of the stripe has pushed it, takes three times as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Touch(ReadOnlySpan<BlockSample> block)
    {
        int sum = 0;
        for (int i = 0; i < block.Length; i += SamplesOfCacheLine)
        {
            sum += block[i].UserOffset;
        }

        return sum;
    }
}

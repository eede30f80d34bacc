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
    /// <param name="shuffleSeed">Decides the order inside each block; null leaves the users in order.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="cancellation">Ends the work between stripes.</param>
    public static RatingGrid Create(
        CompressedRows byUser,
        ReadOnlySpan<int> userCounts,
        ReadOnlySpan<int> itemCounts,
        GridShape shape,
        long? shuffleSeed,
        int workers,
        CancellationToken cancellation = default)
    {
        AxisRanges users = AxisRanges.Cut(userCounts, shape);
        AxisRanges items = AxisRanges.Cut(itemCounts, shape);
        int[] rangeOf = items.RangeOfEach();
        BlockSample[] samples = GC.AllocateUninitializedArray<BlockSample>(byUser.Count);
        int[] offsets = new int[users.Count * items.Count + 1];
        offsets[^1] = byUser.Count;
        WorkerTeam.Run(
            workers,
            users.Count,
            (_, range) => FillStripe(byUser, users, items, range, rangeOf, samples, offsets.AsSpan(range * items.Count, items.Count), shuffleSeed),
            cancellation);
        return new RatingGrid(users, items, samples, offsets);
    }

    /// <summary>Counting sort of a stripe's ratings by column, then a shuffle of each block.</summary>
    private static void FillStripe(
        CompressedRows byUser,
        AxisRanges users,
        AxisRanges items,
        int range,
        int[] rangeOf,
        BlockSample[] samples,
        Span<int> offsets,
        long? shuffleSeed)
    {
        int firstUser = users.Start(range);
        int lastUser = firstUser + users.Length(range);
        int start = byUser.Offsets[firstUser];
        int end = byUser.Offsets[lastUser];
        int[] cursors = new int[offsets.Length];
        foreach (int item in byUser.Indexes[start..end])
        {
            cursors[rangeOf[item]]++;
        }

        int position = start;
        for (int column = 0; column < offsets.Length; column++)
        {
            offsets[column] = position;
            (cursors[column], position) = (position, position + cursors[column]);
        }

        for (int user = firstUser; user < lastUser; user++)
        {
            RatingRow row = byUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                int item = row.Indexes[i];
                int column = rangeOf[item];
                samples[cursors[column]++] = new BlockSample((ushort)(user - firstUser), (ushort)(item - items.Start(column)), row.Values[i]);
            }
        }

        for (int column = 0; shuffleSeed is { } seed && column < offsets.Length; column++)
        {
            Span<BlockSample> block = samples.AsSpan(offsets[column]..cursors[column]);
            Touch(block);
            new SeededRandom(seed, (long)range * offsets.Length + column).Shuffle(block);
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

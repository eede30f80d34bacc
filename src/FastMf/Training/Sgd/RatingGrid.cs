using FastMf.Data;
using FastMf.Kernels.Sgd;
using FastMf.Numerics;
using FastMf.Threading;

namespace FastMf.Training.Sgd;

/// <summary>
/// The ratings cut into blocks of a range of users (a stripe) and a range of items (a column), such that the factors of both ranges
/// fit a core's second-level cache. Inside a block the ratings lie in a seeded random order. The grid depends on data, rank and seed,
/// never on the machine or the number of threads.
/// </summary>
internal sealed class RatingGrid
{
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
        ItemPlace[] places = Places(items, itemCounts.Length);
        BlockSample[] samples = GC.AllocateUninitializedArray<BlockSample>(byUser.Count);
        int[] offsets = new int[users.Count * items.Count + 1];
        offsets[^1] = byUser.Count;
        WorkerTeam.Run(
            workers,
            users.Count,
            (_, range) => FillStripe(byUser, users, range, places, samples, offsets.AsSpan(range * items.Count, items.Count), shuffleSeed),
            cancellation);
        return new RatingGrid(users, items, samples, offsets);
    }

    private static ItemPlace[] Places(AxisRanges items, int itemCount)
    {
        var places = new ItemPlace[itemCount];
        for (int range = 0; range < items.Count; range++)
        {
            for (int i = 0; i < items.Length(range); i++)
            {
                places[items.Start(range) + i] = new ItemPlace(range, (ushort)i);
            }
        }

        return places;
    }

    /// <summary>Counting sort of a stripe's ratings by column, then a shuffle of each block.</summary>
    private static void FillStripe(
        CompressedRows byUser, AxisRanges users, int range, ItemPlace[] places, BlockSample[] samples, Span<int> offsets, long? shuffleSeed)
    {
        int firstUser = users.Start(range);
        int lastUser = firstUser + users.Length(range);
        int start = byUser.Offsets[firstUser];
        int end = byUser.Offsets[lastUser];
        int[] cursors = new int[offsets.Length];
        foreach (int item in byUser.Indexes[start..end])
        {
            cursors[places[item].Range]++;
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
                ItemPlace place = places[row.Indexes[i]];
                samples[cursors[place.Range]++] = new BlockSample((ushort)(user - firstUser), place.Offset, row.Values[i]);
            }
        }

        for (int column = 0; shuffleSeed is { } seed && column < offsets.Length; column++)
        {
            new SeededRandom(seed, (long)range * offsets.Length + column).Shuffle(samples.AsSpan(offsets[column]..cursors[column]));
        }
    }

    private readonly record struct ItemPlace(int Range, ushort Offset);
}

using FastMf.Data.Ids;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data.Ids;

public sealed class IntegerIndexTests
{
    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { long.MinValue })]
    [InlineData(new long[] { long.MaxValue })]
    [InlineData(new long[] { long.MinValue, long.MaxValue })]
    [InlineData(new long[] { long.MinValue, -1, 0, 1, long.MaxValue })]
    [InlineData(new long[] { long.MinValue, long.MinValue + 1, long.MinValue + 3 })]
    [InlineData(new long[] { long.MaxValue - 3, long.MaxValue - 1, long.MaxValue })]
    [InlineData(new long[] { -5, -3, 2, 1000 })]
    [InlineData(new long[] { 1, 100, 10_000, 1_000_000, 1_000_000_000_000 })]
    [InlineData(new long[] { -64, -1, 0, 63, 64, 127, 128 })]
    [InlineData(new long[] { 0, 1L << 32, 1L << 40, 3L << 40, 1L << 48, 1L << 56, 1L << 62 })]
    public void Ids_are_found_at_their_positions_and_their_neighbours_are_not(long[] sorted)
    {
        using var index = new IntegerIndex(sorted);
        for (int i = 0; i < sorted.Length; i++)
        {
            Assert.True(index.TryGet(sorted[i], out int position));
            Assert.Equal(i, position);
        }

        IEnumerable<long> neighbours = sorted.SelectMany(id => new[] { unchecked(id - 1), unchecked(id + 1) });
        long[] probes = [0, 1, -1, long.MinValue, long.MaxValue, .. neighbours];
        foreach (long probe in probes)
        {
            int expected = Array.IndexOf(sorted, probe);
            Assert.Equal(expected >= 0, index.TryGet(probe, out int position));
            Assert.Equal(expected, position);
        }
    }

    [Fact]
    public void A_table_and_a_hash_give_the_same()
    {
        long[] dense = [.. Enumerable.Range(0, 1000).Select(i => i * 5L - 700)];
        long[] sparse = [.. dense, long.MaxValue];
        using var table = new IntegerIndex(dense);
        using var hash = new IntegerIndex(sparse);
        for (long id = -1000; id < 6000; id++)
        {
            Assert.Equal(table.TryGet(id, out int fromTable), hash.TryGet(id, out int fromHash));
            Assert.Equal(fromTable, fromHash);
        }
    }

    /// <summary>
    /// From ids side by side, where bits are used, to ids all over the 64 bits or at steps of a power of two, where a hash is.
    /// </summary>
    [SeededProperty]
    public void An_index_finds_what_a_dictionary_finds(IdsCase drawn)
    {
        SeededRandom random = drawn.Random();
        long start = (long)random.NextUInt64();
        long Draw() => unchecked(start + ((long)(random.NextUInt64() >> drawn.Shift) << (8 * drawn.StepBytes)));
        long[] sorted = [.. Enumerable.Range(0, drawn.Ids).Select(_ => Draw()).Distinct().Order()];
        Dictionary<long, int> positions = sorted.Select((id, position) => (id, position)).ToDictionary();
        using var index = new IntegerIndex(sorted);
        IEnumerable<long> neighbours = sorted.SelectMany(
            id => new[] { id, unchecked(id - 1), unchecked(id + 1), unchecked(id - 64), unchecked(id + 64) });
        foreach (long probe in neighbours.Concat(Enumerable.Range(0, 400).Select(_ => Draw())).Concat([long.MinValue, 0, long.MaxValue]))
        {
            Assert.Equal(positions.TryGetValue(probe, out int position), index.TryGet(probe, out int found));
            Assert.Equal(positions.ContainsKey(probe) ? position : -1, found);
        }
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 })]
    [InlineData(new long[] { 1, 2, long.MaxValue })]
    public void A_disposed_index_answers_nothing(long[] sorted)
    {
        var index = new IntegerIndex(sorted);
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.TryGet(1, out _));
    }

    /// <summary>Ids of 64 bits less the shift, at steps of a power of 256.</summary>
    public sealed record IdsCase([Between(0, 400)] int Ids, [Between(0, 63)] int Shift, [Between(0, 7)] int StepBytes, int Seed)
        : SeededCase(Seed);
}

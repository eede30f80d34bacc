using FastMf.Data;
using Xunit;

namespace FastMf.Tests.Data;

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
    public void Ids_are_found_at_their_positions_and_their_neighbours_are_not(long[] sorted)
    {
        var index = new IntegerIndex(sorted);
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
        var table = new IntegerIndex(dense);
        var hash = new IntegerIndex(sparse);
        for (long id = -1000; id < 6000; id++)
        {
            Assert.Equal(table.TryGet(id, out int fromTable), hash.TryGet(id, out int fromHash));
            Assert.Equal(fromTable, fromHash);
        }
    }
}

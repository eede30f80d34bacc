using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Writing;
using Xunit;

namespace FastMf.Tests.Data;

/// <summary>
/// What reading and writing allocate once the pool is warm. Tests beside these may empty the pool, so that the least of some runs counts.
/// </summary>
public sealed class PooledBufferTests
{
    private const int Runs = 10;

    [Fact]
    public void Writing_allocates_no_text()
    {
        RatingMatrix ratings = RatingMatrix.FromCompressedRows(
            IdMap.Range(1000),
            IdMap.Range(300),
            [.. Enumerable.Range(0, 1001).Select(user => 300 * user)],
            [.. Enumerable.Range(0, 300_000).Select(i => i % 300)],
            [.. Enumerable.Range(0, 300_000).Select(i => 0.5f * (i % 11))]);

        Assert.InRange(LeastAllocation(() => RatingWriter.Write(ratings, Stream.Null, threads: 1)), 0, 32 << 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_allocates_no_block(bool compressed)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 7},{i % 5}\n")));
        byte[] file = compressed ? Reading.ReadingCase.Gzip(text) : text;
        var options = new RatingReaderOptions { Threads = 1 };

        Assert.InRange(LeastAllocation(() => RatingReader.Read(new MemoryStream(file), "ratings", options)), 0, 256 << 10);
    }

    private static long LeastAllocation(Action work)
    {
        long least = long.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

using System.Runtime.ExceptionServices;
using CommunityToolkit.HighPerformance.Buffers;
using FastMf.Data.Matrix;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Input;
using FastMf.Data.Reading.Lines;
using FastMf.Threading;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// From text to matrix: detect the format, cut the text into blocks, parse them on all workers, turn ids into indexes, sort the ratings.
/// </summary>
internal static class ReadingPipeline
{
    public static RatingReadResult Read(
        Stream text, string name, RatingReaderOptions options, ReaderLimits limits, int workers, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> beginning = ReadAhead(text, FileHead.Bytes);
        FileHead head = FileHead.Detect(beginning.Span, options, name);
        using var source = new BlockSource(new ConcatenatedStream(beginning[head.Start..], text), limits.BlockBytes);
        var results = new ReorderBuffer(name, head.FirstLine, options.SkipBadLines, limits.MaxRatings);
        var parsers = new BlockParser[workers];
        WorkerTeam.RunWorkers(workers, worker =>
        {
            // Allocated by its own thread, a parser shares no cache line with another one (false sharing).
            parsers[worker] = new BlockParser(worker, head.Lines, options.SkipBadLines, limits);
            Parse(source, parsers[worker], results, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        ThrowIfFailed(source, results, name);

        var users = new IdDictionaryUnifier(head.Lines.Users, [.. parsers.Select(parser => parser.Users)]);
        var items = new IdDictionaryUnifier(head.Lines.Items, [.. parsers.Select(parser => parser.Items)]);
        RatingMatrix ratings = RatingMatrix.Create(
            users.Ids, items.Ids, Decode(results.TakeSegments(), users, items, workers, cancellation), options.Duplicates, workers);
        return new RatingReadResult(ratings, head.Lines.Format, results.LineCount, results.BadLines, head.Header, IsCompressed: false);
    }

    /// <summary>The next <paramref name="count"/> bytes of a stream, or all there are.</summary>
    public static ReadOnlyMemory<byte> ReadAhead(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false));
    }

    private static void Parse(BlockSource source, BlockParser parser, ReorderBuffer results, CancellationToken cancellation)
    {
        MemoryOwner<byte> buffer = source.CreateBuffer();
        try
        {
            while (source.TryTake(ref buffer, out Block block))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!results.Add(parser.Parse(buffer.Span, block)))
                {
                    break;
                }
            }
        }
        finally
        {
            buffer.Dispose();
        }
    }

    private static void ThrowIfFailed(BlockSource source, ReorderBuffer results, string name)
    {
        // A line that came out before the stream failed is the earlier failure.
        if ((results.Failure ?? source.Failure) is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (results.RatingCount == 0)
        {
            throw RatingFormatException.ForFile(name, results.BadLines is [BadLine first, ..]
                ? $"the file holds no ratings. All lines are malformed; line {first.LineNumber}: {first.Reason}."
                : "the file holds no ratings.");
        }
    }

    /// <summary>Replaces codes by indexes, in place.</summary>
    private static List<RatingSegment> Decode(
        List<EncodedSegment> segments, IdDictionaryUnifier users, IdDictionaryUnifier items, int workers, CancellationToken cancellation)
    {
        WorkerTeam.Run(workers, segments.Count, (_, piece) =>
        {
            EncodedSegment segment = segments[piece];
            int[] hashedUsers = users.HashedIndexes(segment.Worker);
            int[] hashedItems = items.HashedIndexes(segment.Worker);
            foreach (ref Rating rating in segment.Ratings.Span)
            {
                rating = new Rating(users.IndexOf(rating.User, hashedUsers), items.IndexOf(rating.Item, hashedItems), rating.Value);
            }
        }, cancellation);
        return segments.ConvertAll(segment => new RatingSegment(segment.Ratings, segment.Timestamps));
    }
}

/// <summary>Sizes that do not change the result; tests make them small to meet every boundary.</summary>
internal sealed record ReaderLimits
{
    /// <summary>
    /// A block stays in a core's L2 cache from being read until it is parsed, and is still some 30,000 lines. With what
    /// <see cref="BlockSource"/> adds it fits a pooled array of half a megabyte.
    /// </summary>
    public int BlockBytes { get; init; } = (1 << 19) - 2 * BlockSource.Padding;

    /// <summary>Ratings in one chunk of a worker; small enough not to waste memory on the last one.</summary>
    public int ChunkRatings { get; init; } = 1 << 18;

    /// <summary>The most ratings one matrix can hold.</summary>
    public long MaxRatings { get; init; } = Array.MaxLength;
}

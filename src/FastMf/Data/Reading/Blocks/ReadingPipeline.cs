using System.Runtime.ExceptionServices;
using FastMf.Data.Matrix;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Input;
using FastMf.Data.Reading.Lines;
using FastMf.Threading;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// Text in, matrix out: look at the head, cut the rest into blocks, parse them on all workers, number the ids, sort the ratings.
/// </summary>
internal static class ReadingPipeline
{
    public static RatingReadResult Read(
        Stream text, string name, RatingReaderOptions options, ReaderLimits tuning, int workers, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> beginning = ReadAhead(text, FileHead.Bytes);
        FileHead head = FileHead.Analyze(beginning.Span, options, name);
        var source = new BlockSource(new ConcatenatedStream(beginning[head.Start..], text), tuning.BlockBytes);
        var results = new ReorderBuffer(name, head.FirstLine, options.SkipBadLines, tuning.MaxRatings);
        var parsers = new BlockParser[workers];
        WorkerTeam.RunWorkers(workers, worker =>
        {
            // Made by its own thread, a parser lies apart from the others in memory: they would share cache lines they write to.
            parsers[worker] = new BlockParser(worker, head.Lines, options.SkipBadLines, tuning);
            Parse(source, parsers[worker], results, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        ThrowIfFailed(source, results, name);

        var users = new IdDictionaryUnifier(head.Lines.Users, [.. parsers.Select(parser => parser.Users)]);
        var items = new IdDictionaryUnifier(head.Lines.Items, [.. parsers.Select(parser => parser.Items)]);
        RatingMatrix ratings = RatingMatrix.Create(
            users.Ids, items.Ids, Number(results.TakeSegments(), users, items, workers, cancellation), options.Duplicates, workers);
        return new RatingReadResult(ratings, head.Lines.Format, results.LineCount, results.BadLines, head.Header, IsCompressed: false);
    }

    /// <summary>The next bytes of a stream: so many, or all there are.</summary>
    public static ReadOnlyMemory<byte> ReadAhead(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false));
    }

    private static void Parse(BlockSource source, BlockParser parser, ReorderBuffer results, CancellationToken cancellation)
    {
        byte[] buffer = [];
        while (source.TryTake(ref buffer, out Block block))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!results.Add(parser.Parse(buffer, block)))
            {
                break;
            }
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
    private static List<RatingSegment> Number(
        List<EncodedSegment> segments, IdDictionaryUnifier users, IdDictionaryUnifier items, int workers, CancellationToken cancellation)
    {
        WorkerTeam.Run(workers, segments.Count, (_, piece) =>
        {
            EncodedSegment segment = segments[piece];
            int[] otherUsers = users.Others(segment.Worker);
            int[] otherItems = items.Others(segment.Worker);
            foreach (ref Rating rating in segment.Ratings.Span)
            {
                rating = new Rating(users.IndexOf(rating.User, otherUsers), items.IndexOf(rating.Item, otherItems), rating.Value);
            }
        }, cancellation);
        return segments.ConvertAll(segment => new RatingSegment(segment.Ratings, segment.Timestamps));
    }
}

/// <summary>Sizes that do not change the result; tests make them small to meet every border.</summary>
internal sealed record ReaderLimits
{
    /// <summary>Half a megabyte stays in a core's L2 cache from being read until it is parsed, and is still some 30,000 lines.</summary>
    public int BlockBytes { get; init; } = 1 << 19;

    /// <summary>Ratings in one array of a worker; small enough not to waste memory on the last one.</summary>
    public int ChunkRatings { get; init; } = 1 << 18;

    /// <summary>The most ratings one matrix can hold.</summary>
    public long MaxRatings { get; init; } = Array.MaxLength;
}

using FastMf.Threading;

namespace FastMf.Data.Reading;

/// <summary>
/// Reads ratings from text files: MovieLens <c>u.data</c>, <c>ratings.dat</c> and <c>ratings.csv</c>, the triples of LIBMF, and gzip
/// of each. The format is detected, or named in the options.
/// </summary>
/// <remarks>
/// A line holds a user, an item, a rating and, except for LIBMF, optionally a timestamp, in this order. Blank lines are ignored, every
/// other line that is not understood is an error. The result is the same for every number of threads.
/// </remarks>
public static class RatingReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; gzip is recognized by its content, whatever the name.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading between pieces of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is not in its range.</exception>
    /// <exception cref="RatingFormatException">The file is missing, cannot be read, holds no ratings, or more malformed lines than allowed.</exception>
    /// <exception cref="DuplicateRatingException">The policy is <see cref="DuplicatePolicy.Error"/> and a user has rated an item twice.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static RatingReadResult Read(string path, RatingReaderOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new RatingReaderOptions();
        options.Validate();
        using FileStream file = Open(path);
        return Read(file, path, options, new ReaderTuning(), cancellation);
    }

    /// <summary>Reads a stream to its end, from where it stands; it may hold gzip, and need not be able to seek. It is not closed.</summary>
    /// <param name="stream">The ratings.</param>
    /// <param name="name">What messages call the stream: the name of its file, for example.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading between pieces of the stream.</param>
    /// <exception cref="ArgumentException">The stream cannot be read, or an option is not in its range.</exception>
    /// <exception cref="RatingFormatException">The stream cannot be read, holds no ratings, or more malformed lines than allowed.</exception>
    /// <exception cref="DuplicateRatingException">The policy is <see cref="DuplicatePolicy.Error"/> and a user has rated an item twice.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static RatingReadResult Read(
        Stream stream, string name, RatingReaderOptions? options = null, CancellationToken cancellation = default) =>
        Read(stream, name, options ?? new RatingReaderOptions(), new ReaderTuning(), cancellation);

    internal static RatingReadResult Read(
        Stream stream, string name, RatingReaderOptions options, ReaderTuning tuning, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        int workers = options.Validate();
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read from.", nameof(stream));
        }

        try
        {
            ReadOnlyMemory<byte> magic = ReadAhead(stream, 2);
            if (magic.Span is not [GzipInput.Magic1, GzipInput.Magic2])
            {
                return ReadText(new SandwichStream(magic, stream), name, options, tuning, workers, cancellation);
            }

            using var gzip = new GzipInput(magic, stream);
            return ReadText(gzip, name, options, tuning, workers, cancellation) with { IsCompressed = true };
        }
        catch (InvalidDataException failure)
        {
            throw RatingFormatException.ForFile(
                name, "the gzip data is damaged, cut off, or followed by other data. Get the file again, or unpack it to see how much of it is sound.", failure);
        }
        catch (IOException failure)
        {
            throw RatingFormatException.ForFile(name, $"the file could not be read to its end: {failure.Message}", failure);
        }
    }

    private static RatingReadResult ReadText(
        Stream text, string name, RatingReaderOptions options, ReaderTuning tuning, int workers, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> beginning = ReadAhead(text, FileHead.Bytes);
        FileHead head = FileHead.Analyze(beginning.Span, options, name);
        var source = new BlockSource(new SandwichStream(beginning[head.Start..], text), tuning.BlockBytes);
        var results = new FileResults(name, head.FirstLine, options.SkipBadLines, tuning.MaxRatings);
        BlockParser[] parsers = Parse(source, head.Lines, results, options.SkipBadLines, tuning, workers, cancellation);
        if ((results.Failure ?? source.Failure) is Exception failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        if (results.RatingCount == 0)
        {
            string why = results.BadLines.Count == 0 ? "" : $" All lines are malformed; line {results.BadLines[0].LineNumber}: {results.BadLines[0].Reason}.";
            throw RatingFormatException.ForFile(name, $"the file holds no ratings.{why}");
        }

        var users = new ColumnNumbering(head.Lines.Users, [.. parsers.Select(parser => parser.Users)]);
        var items = new ColumnNumbering(head.Lines.Items, [.. parsers.Select(parser => parser.Items)]);
        RatingMatrix ratings = RatingMatrix.Create(
            users.Ids, items.Ids, Number(results.TakeSegments(), users, items, workers, cancellation), options.Duplicates, workers);
        return new RatingReadResult(ratings, head.Lines.Format, results.LineCount, results.BadLines, head.Header, IsCompressed: false);
    }

    private static BlockParser[] Parse(
        BlockSource source, LineFormat lines, FileResults results, int tolerance, ReaderTuning tuning, int workers, CancellationToken cancellation)
    {
        var parsers = new BlockParser[workers];
        WorkerTeam.RunWorkers(workers, worker =>
        {
            // Made by its own thread, a parser lies apart from the others in memory: they would share cache lines they write to.
            BlockParser parser = parsers[worker] = new BlockParser(worker, lines, tolerance, tuning);
            byte[] buffer = [];
            while (results.Failure is null && source.TryTake(ref buffer, out Block block))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!results.Add(parser.Parse(buffer, block)))
                {
                    break;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return parsers;
    }

    /// <summary>Replaces codes by indexes, in place.</summary>
    private static List<RatingSegment> Number(
        List<CodedSegment> segments, ColumnNumbering users, ColumnNumbering items, int workers, CancellationToken cancellation)
    {
        WorkerTeam.Run(workers, segments.Count, (_, piece) =>
        {
            CodedSegment segment = segments[piece];
            int[] otherUsers = users.Others(segment.Worker);
            int[] otherItems = items.Others(segment.Worker);
            foreach (ref Rating rating in segment.Ratings.Span)
            {
                rating = new Rating(users.IndexOf(rating.User, otherUsers), items.IndexOf(rating.Item, otherItems), rating.Value);
            }
        }, cancellation);
        return segments.ConvertAll(segment => new RatingSegment(segment.Ratings, segment.Timestamps));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string problem = failure switch
            {
                _ when Directory.Exists(path) => "this is a directory. Name a file in it.",
                FileNotFoundException or DirectoryNotFoundException => "the file does not exist. Check the path.",
                UnauthorizedAccessException => "the file may not be read by this user. Check its permissions.",
                _ => $"the file cannot be opened: {failure.Message}",
            };
            throw RatingFormatException.ForFile(path, problem, failure);
        }
    }

    private static ReadOnlyMemory<byte> ReadAhead(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false));
    }
}

using FastMf.Data.Reading.Blocks;
using FastMf.Data.Reading.Input;

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
    /// <exception cref="RatingFormatException">
    /// The file is missing, cannot be read, holds no ratings, or more malformed lines than allowed.
    /// </exception>
    /// <exception cref="DuplicateRatingException">
    /// The policy is <see cref="DuplicatePolicy.Error"/> and a user has rated an item twice.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static RatingReadResult Read(string path, RatingReaderOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new RatingReaderOptions();
        options.Validate();
        using FileStream file = Open(path);
        return Read(file, path, options, new ReaderLimits(), cancellation);
    }

    /// <summary>Reads a stream to its end, from where it stands. It may hold gzip, need not be able to seek, and is not closed.</summary>
    /// <param name="stream">The ratings.</param>
    /// <param name="name">What messages call the stream: the name of its file, for example.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading between pieces of the stream.</param>
    /// <exception cref="ArgumentException">The stream cannot be read from, or an option is not in its range.</exception>
    /// <exception cref="RatingFormatException">
    /// Reading the stream fails, or it holds no ratings, or more malformed lines than allowed.
    /// </exception>
    /// <exception cref="DuplicateRatingException">
    /// The policy is <see cref="DuplicatePolicy.Error"/> and a user has rated an item twice.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static RatingReadResult Read(
        Stream stream, string name, RatingReaderOptions? options = null, CancellationToken cancellation = default) =>
        Read(stream, name, options ?? new RatingReaderOptions(), new ReaderLimits(), cancellation);

    internal static RatingReadResult Read(
        Stream stream, string name, RatingReaderOptions options, ReaderLimits limits, CancellationToken cancellation)
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
            ReadOnlyMemory<byte> magic = ReadingPipeline.ReadAhead(stream, 2);
            if (magic.Span is not [StrictGzipStream.Magic1, StrictGzipStream.Magic2])
            {
                return ReadingPipeline.Read(new ConcatenatedStream(magic, stream), name, options, limits, workers, cancellation);
            }

            using var gzip = new StrictGzipStream(magic, stream);
            return ReadingPipeline.Read(gzip, name, options, limits, workers, cancellation) with { IsCompressed = true };
        }
        catch (InvalidDataException failure)
        {
            const string Problem =
                "the gzip data is damaged, cut off, or followed by other data. Get the file again, or unpack what is sound of it.";
            throw RatingFormatException.ForFile(name, Problem, failure);
        }
        catch (IOException failure)
        {
            throw RatingFormatException.ForFile(name, $"the file could not be read to its end: {failure.Message}", failure);
        }
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
}

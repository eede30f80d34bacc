using CommunityToolkit.HighPerformance.Buffers;
using FastMf.Threading;

namespace FastMf.Data.Writing;

/// <summary>
/// Writes ratings as the text that LIBMF and this library read: a line "user item value" for each, separated by single blanks, in the
/// order of users, then items. Lines end in a line feed, text is UTF-8, numbers are in the invariant culture.
/// </summary>
/// <remarks>
/// Ids are written as they are, values with the fewest digits that give the same value back. Timestamps are not part of the format.
/// </remarks>
public static class RatingWriter
{
    /// <summary>About 1 MB of text: a piece stays in the cache between formatting and writing.</summary>
    private const int RatingsPerPiece = 1 << 16;

    private const int PiecesPerWorker = 4;

    /// <summary>Creates or replaces a file. It appears under its name when it is complete, or not at all.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="path">The name of the file, in a directory that exists.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor. The file does not depend on it.</param>
    /// <param name="cancellation">Stops the work; an older file at <paramref name="path"/> stays as it was.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty, or an id cannot be written: it is empty, or holds white space or half a surrogate pair.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative or above 1,024.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Write(RatingMatrix ratings, string path, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int workers = Check(ratings, threads);
        AtomicFile.Write(path, stream => WriteLines(ratings, stream, workers, cancellation));
    }

    /// <summary>Writes to a stream, which stays open and is not flushed.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="stream">Written to from its current position on.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor. The text does not depend on it.</param>
    /// <param name="cancellation">Stops the work; the stream then holds a part of the text.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An id cannot be written: it is empty, or holds white space or half a surrogate pair.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative or above 1,024.</exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Write(RatingMatrix ratings, Stream stream, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WriteLines(ratings, stream, Check(ratings, threads), cancellation);
    }

    private static int Check(RatingMatrix ratings, int threads)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        IdFieldCheck.Require(ratings.Users, "user", nameof(ratings));
        IdFieldCheck.Require(ratings.Items, "item", nameof(ratings));
        return WorkerTeam.Validate(threads, nameof(threads));
    }

    /// <summary>
    /// Formats a batch of pieces in parallel while the batch before it is written: to the team, writing is one more piece of work, so
    /// an error or a cancellation on either side ends both. (It leaves the buffers to the garbage collector.)
    /// </summary>
    private static void WriteLines(RatingMatrix ratings, Stream stream, int workers, CancellationToken cancellation)
    {
        int batch = workers * PiecesPerWorker;
        int pieces = (int)((ratings.Count + (long)RatingsPerPiece - 1) / RatingsPerPiece);
        ArrayPoolBufferWriter<byte>[] formatted = [];
        for (int first = 0; first < pieces || formatted.Length > 0; first += batch)
        {
            int firstPiece = first;
            ArrayPoolBufferWriter<byte>[] finished = formatted;
            var next = new ArrayPoolBufferWriter<byte>[Math.Clamp(pieces - first, 0, batch)];
            WorkerTeam.Run(workers, next.Length + 1, (_, task) =>
            {
                if (task > 0)
                {
                    int start = (firstPiece + task - 1) * RatingsPerPiece;
                    next[task - 1] = RatingLineFormatter.Format(ratings, start, Math.Min(RatingsPerPiece, ratings.Count - start));
                    return;
                }

                foreach (ArrayPoolBufferWriter<byte> lines in finished)
                {
                    stream.Write(lines.WrittenSpan);
                    lines.Dispose();
                }
            }, cancellation);
            formatted = next;
        }
    }
}

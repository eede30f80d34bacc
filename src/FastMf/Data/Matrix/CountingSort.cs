using FastMf.Threading;

namespace FastMf.Data.Matrix;

/// <summary>
/// Stable parallel counting sort of triples into compressed rows. Each worker counts and scatters a contiguous share of the input, and
/// its share of every row starts where the previous worker's ends: the result is that of one worker, for any number of them.
/// </summary>
internal static class CountingSort
{
    /// <summary>Below this many ratings the histograms of a second worker cost more than it saves.</summary>
    private const int MinRatingsPerWorker = 1 << 18;

    /// <summary>Pieces of work per worker, for load balance: rows differ in what sorting them costs.</summary>
    private const int PiecesPerWorker = 8;

    /// <summary>The ratings of <paramref name="segments"/> by user; inside a row by item, several of one item in input order.</summary>
    public static SortedRatings ByUser(IReadOnlyList<RatingSegment> segments, int userCount, int workers)
    {
        long total = segments.Sum(segment => (long)segment.Ratings.Length);
        int count = checked((int)total);
        workers = WorkersFor(count, workers);
        int[] firstSegment = Balance(segments.Count, workers, i => segments[i].Ratings.Length, total);
        int[][] cursors = new int[workers][];

        WorkerTeam.RunWorkers(workers, worker =>
        {
            int[] histogram = cursors[worker] = new int[userCount];
            for (int s = firstSegment[worker]; s < firstSegment[worker + 1]; s++)
            {
                foreach (ref readonly Rating rating in segments[s].Ratings.Span)
                {
                    histogram[rating.User]++;
                }
            }
        });

        int[] offsets = HistogramsToCursors(cursors, userCount);
        int[] indexes = GC.AllocateUninitializedArray<int>(count);
        float[] values = GC.AllocateUninitializedArray<float>(count);
        long[]? timestamps = segments.Any(segment => !segment.Timestamps.IsEmpty) ? GC.AllocateUninitializedArray<long>(count) : null;

        WorkerTeam.RunWorkers(workers, worker =>
        {
            int[] cursor = cursors[worker];
            for (int s = firstSegment[worker]; s < firstSegment[worker + 1]; s++)
            {
                ReadOnlySpan<Rating> ratings = segments[s].Ratings.Span;
                ReadOnlySpan<long> times = segments[s].Timestamps.Span;
                for (int i = 0; i < ratings.Length; i++)
                {
                    int position = cursor[ratings[i].User]++;
                    indexes[position] = ratings[i].Item;
                    values[position] = ratings[i].Value;
                    if (timestamps is not null)
                    {
                        timestamps[position] = times[i];
                    }
                }
            }
        });

        int[] pieces = Balance(userCount, workers * PiecesPerWorker, user => offsets[user + 1] - offsets[user], count);
        RowSort.Apply(offsets, indexes, values, timestamps, pieces, workers);
        return new SortedRatings(new CompressedRows(offsets, indexes, values), timestamps);
    }

    /// <summary>Rows become columns; inside a new row the entries are in the order of the old rows.</summary>
    public static SortedRatings Transpose(SortedRatings ratings, int columnCount, int workers)
    {
        CompressedRows rows = ratings.Rows;
        workers = WorkersFor(rows.Count, workers);
        int[] firstRow = Balance(rows.RowCount, workers, rows.RowLength, rows.Count);
        int[][] cursors = new int[workers][];

        WorkerTeam.RunWorkers(workers, worker =>
        {
            int[] histogram = cursors[worker] = new int[columnCount];
            foreach (int column in rows.Indexes[rows.Offsets[firstRow[worker]]..rows.Offsets[firstRow[worker + 1]]])
            {
                histogram[column]++;
            }
        });

        int[] offsets = HistogramsToCursors(cursors, columnCount);
        int[] indexes = GC.AllocateUninitializedArray<int>(rows.Count);
        float[] values = GC.AllocateUninitializedArray<float>(rows.Count);
        long[]? timestamps = ratings.Timestamps is null ? null : new long[rows.Count];

        WorkerTeam.RunWorkers(workers, worker =>
        {
            int[] cursor = cursors[worker];
            for (int row = firstRow[worker]; row < firstRow[worker + 1]; row++)
            {
                int start = rows.Offsets[row];
                RatingRow entries = rows.Row(row);
                for (int i = 0; i < entries.Count; i++)
                {
                    int position = cursor[entries.Indexes[i]]++;
                    indexes[position] = row;
                    values[position] = entries.Values[i];
                    if (timestamps is not null)
                    {
                        timestamps[position] = ratings.Timestamps![start + i];
                    }
                }
            }
        });

        return new SortedRatings(new CompressedRows(offsets, indexes, values), timestamps);
    }

    /// <summary>Whether no row repeats a column and every row is in ascending order, as files sorted by user and item are.</summary>
    public static bool RowsAreStrictlyAscending(CompressedRows rows, int workers)
    {
        workers = WorkersFor(rows.Count, workers);
        int[] firstRow = Balance(rows.RowCount, workers, rows.RowLength, rows.Count);
        bool[] ascending = new bool[workers];
        WorkerTeam.RunWorkers(workers, worker =>
        {
            ascending[worker] = true;
            for (int row = firstRow[worker]; row < firstRow[worker + 1]; row++)
            {
                ReadOnlySpan<int> indexes = rows.Row(row).Indexes;
                for (int i = 1; i < indexes.Length; i++)
                {
                    if (indexes[i] <= indexes[i - 1])
                    {
                        ascending[worker] = false;
                        return;
                    }
                }
            }
        });
        return Array.TrueForAll(ascending, value => value);
    }

    private static int WorkersFor(int count, int workers) => Math.Clamp(count / MinRatingsPerWorker, 1, workers);

    /// <summary>The bounds of one contiguous share of <paramref name="units"/> per worker, of about equal weight.</summary>
    private static int[] Balance(int units, int workers, Func<int, int> weight, long totalWeight)
    {
        int[] first = new int[workers + 1];
        first[workers] = units;
        long sum = 0;
        int worker = 1;
        for (int unit = 0; unit < units && worker < workers; unit++)
        {
            sum += weight(unit);
            while (worker < workers && sum >= totalWeight * worker / workers)
            {
                first[worker++] = unit + 1;
            }
        }

        while (worker < workers)
        {
            first[worker++] = units;
        }

        return first;
    }

    /// <summary>Replaces each worker's counts by the position of its first entry in every row; returns where the rows start.</summary>
    private static int[] HistogramsToCursors(int[][] histograms, int rowCount)
    {
        int[] offsets = new int[rowCount + 1];
        int position = 0;
        for (int row = 0; row < rowCount; row++)
        {
            offsets[row] = position;
            foreach (int[] histogram in histograms)
            {
                (histogram[row], position) = (position, position + histogram[row]);
            }
        }

        offsets[rowCount] = position;
        return offsets;
    }
}

/// <summary>Consecutive triples of the input; there are as many timestamps, or none.</summary>
internal readonly record struct RatingSegment(ReadOnlyMemory<Rating> Ratings, ReadOnlyMemory<long> Timestamps);

/// <summary>Compressed rows, and the timestamp of each entry if there are any. Before the last step rows may repeat columns.</summary>
internal readonly record struct SortedRatings(CompressedRows Rows, long[]? Timestamps);

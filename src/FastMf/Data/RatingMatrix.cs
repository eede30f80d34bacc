using FastMf.Data.Matrix;
using FastMf.Data.Sketches;

namespace FastMf.Data;

/// <summary>
/// Ratings of users for items: a sparse matrix, kept by user and by item. Immutable and safe for any number of readers. At most one
/// rating for each pair; users and items without ratings are allowed.
/// </summary>
public sealed class RatingMatrix
{
    private readonly long[]? _timestamps;
    private readonly int _threads;
    private readonly Lazy<CompressedRows> _byItem;
    private readonly Lazy<RatingStatistics> _statistics;
    private readonly Lazy<BottomKSketch> _sketch;

    private RatingMatrix(IdMap users, IdMap items, CompressedRows byUser, long[]? timestamps, int duplicateCount, int threads)
    {
        Users = users;
        Items = items;
        ByUser = byUser;
        DuplicateCount = duplicateCount;
        _timestamps = timestamps;
        _threads = threads;
        _byItem = new Lazy<CompressedRows>(() => CountingSort.Transpose(new SortedRatings(ByUser, null), Items.Count, _threads).Rows);
        _statistics = new Lazy<RatingStatistics>(() => RatingStatistics.Of(ByUser.Values));
        _sketch = new Lazy<BottomKSketch>(() => BottomKSketch.Of(this, _threads));
    }

    /// <summary>The ids of the rows.</summary>
    public IdMap Users { get; }

    /// <summary>The ids of the columns.</summary>
    public IdMap Items { get; }

    /// <summary>The ratings of each user; a row is a user, its indexes are items.</summary>
    public CompressedRows ByUser { get; }

    /// <summary>The ratings of each item; a row is an item, its indexes are users. Built by counting sort at the first use.</summary>
    public CompressedRows ByItem => _byItem.Value;

    /// <summary>The number of ratings.</summary>
    public int Count => ByUser.Count;

    /// <summary>The share of all user-item pairs that is rated, 0 to 1; 0 for a matrix without users or items.</summary>
    public double Density => Count == 0 ? 0 : (double)Count / Users.Count / Items.Count;

    /// <summary>How many ratings were merged into others by the duplicate policy.</summary>
    public int DuplicateCount { get; }

    /// <summary>Mean, standard deviation and range of the values.</summary>
    public RatingStatistics Statistics => _statistics.Value;

    /// <summary>The sketch of the rated pairs, which a model keeps of its training ratings. Made at the first use.</summary>
    internal BottomKSketch Sketch => _sketch.Value;

    /// <summary>Whether the ratings carry the times at which they were given.</summary>
    public bool HasTimestamps => _timestamps is not null;

    /// <summary>Seconds since 1970 for every rating in the order of <see cref="ByUser"/>, or empty.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps;

    /// <summary>Builds a matrix from triples in any order, by stable counting sort.</summary>
    /// <param name="users">The ids of the users; <see cref="Rating.User"/> is an index into it.</param>
    /// <param name="items">The ids of the items; <see cref="Rating.Item"/> is an index into it.</param>
    /// <param name="ratings">The triples.</param>
    /// <param name="duplicates">What becomes of several ratings for one pair; "last" refers to the order of the triples.</param>
    /// <param name="timestamps">Seconds since 1970, one for each rating, or empty.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="ArgumentNullException">A map is null.</exception>
    /// <exception cref="ArgumentException">
    /// An index lies outside its map, a value is not finite, or the number of timestamps is wrong.
    /// </exception>
    /// <exception cref="DuplicateRatingException">The policy is <see cref="DuplicatePolicy.Error"/> and a pair occurs twice.</exception>
    public static RatingMatrix Create(
        IdMap users,
        IdMap items,
        ReadOnlyMemory<Rating> ratings,
        DuplicatePolicy duplicates = DuplicatePolicy.Last,
        ReadOnlyMemory<long> timestamps = default,
        int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        int workers = Threading.WorkerTeam.Validate(threads, nameof(threads));
        if (!timestamps.IsEmpty && timestamps.Length != ratings.Length)
        {
            throw new ArgumentException(
                $"{timestamps.Length} timestamps for {ratings.Length} ratings; give one for each, or none.", nameof(timestamps));
        }

        ReadOnlySpan<Rating> span = ratings.Span;
        for (int i = 0; i < span.Length; i++)
        {
            if ((uint)span[i].User >= (uint)users.Count || (uint)span[i].Item >= (uint)items.Count || !float.IsFinite(span[i].Value))
            {
                throw new ArgumentException(
                    $"Rating {i} is {span[i]}; its user must be in [0, {users.Count}), its item in [0, {items.Count}), its value finite.",
                    nameof(ratings));
            }
        }

        return Create(users, items, [new RatingSegment(ratings, timestamps)], duplicates, workers);
    }

    /// <summary>The same from segments whose contents the caller has checked, in their order.</summary>
    internal static RatingMatrix Create(
        IdMap users, IdMap items, IReadOnlyList<RatingSegment> segments, DuplicatePolicy duplicates, int workers)
    {
        SortedRatings sorted = CountingSort.ByUser(segments, users.Count, workers);
        int duplicateCount = 0;
        if (!CountingSort.RowsAreStrictlyAscending(sorted.Rows, workers))
        {
            // The stable sort has left duplicates adjacent and in file order.
            (sorted, duplicateCount) = DuplicateMerge.Apply(sorted, duplicates, users, items);
        }

        return new RatingMatrix(users, items, sorted.Rows, sorted.Timestamps, duplicateCount, workers);
    }

    /// <summary>
    /// The matrix of compressed sparse rows (CSR, as in SciPy): row r holds the entries offsets[r] to offsets[r + 1] - 1.
    /// </summary>
    /// <param name="users">The ids of the rows.</param>
    /// <param name="items">The ids of the columns.</param>
    /// <param name="offsets">users + 1 numbers from 0 to the number of ratings, none below the one before it.</param>
    /// <param name="indexes">The column of each rating, strictly ascending inside a row.</param>
    /// <param name="values">The value of each rating; finite.</param>
    /// <param name="threads">1 to 1024, or 0 for one per processor. The result does not depend on it.</param>
    /// <remarks>The arrays are kept, not copied: nobody may change them afterwards.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The arrays are not compressed rows of these users and items; the message says where.</exception>
    public static RatingMatrix FromCompressedRows(
        IdMap users, IdMap items, int[] offsets, int[] indexes, float[] values, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        int workers = Threading.WorkerTeam.Validate(threads, nameof(threads));
        CompressedRows rows = CompressedRows.Checked(offsets, indexes, values, users.Count, items.Count);
        return FromRows(users, items, new SortedRatings(rows, null), workers);
    }

    /// <summary>The same ratings with users and items swapped.</summary>
    public RatingMatrix Transpose() => FromRows(
        Items,
        Users,
        _timestamps is null
            ? new SortedRatings(ByItem, null)
            : CountingSort.Transpose(new SortedRatings(ByUser, _timestamps), Items.Count, _threads),
        _threads);

    /// <summary>The matrix of rows that are strictly ascending and finite; it keeps the arrays, which must not be changed.</summary>
    internal static RatingMatrix FromRows(IdMap users, IdMap items, SortedRatings ratings, int workers) =>
        new(users, items, ratings.Rows, ratings.Timestamps, 0, workers);

    /// <summary>
    /// The ratings whose <paramref name="mask"/>, by position in <see cref="ByUser"/>, is false, and those whose mask is true; same ids.
    /// </summary>
    internal (RatingMatrix Unmarked, RatingMatrix Marked) Partition(bool[] mask, int? workers = null)
    {
        int threads = workers ?? _threads;
        var all = new SortedRatings(ByUser, _timestamps);
        (SortedRatings unmarked, SortedRatings marked) = CompressedRowsSplitter.Split(all, mask, threads);
        return (FromRows(Users, Items, unmarked, threads), FromRows(Users, Items, marked, threads));
    }
}

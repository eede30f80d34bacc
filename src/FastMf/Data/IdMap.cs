using System.Globalization;
using System.Text;
using System.Text.Unicode;
using FastMf.Data.Ids;
using FastMf.Numerics;

namespace FastMf.Data;

/// <summary>
/// The ids of users or of items and their indexes 0, 1, 2, ..., both ways. Immutable and safe for any number of readers.
/// </summary>
/// <remarks>
/// Indexes follow the order of the ids (numeric, or ordinal for text), never the order in which a file or a thread met them, so that
/// the same ratings give the same indexes however they were read. Looking up a span allocates nothing, but for an index of integers,
/// in native memory, when the first one is looked up. Integers of a model that was read from a file belong to the model, and can be asked
/// for until it is disposed of.
/// </remarks>
public sealed class IdMap
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly long[] _integers = [];
    private readonly NativeList<long>? _fileIntegers;
    private readonly Lazy<IntegerIndex> _integerIndex;
    private readonly string[] _texts = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _textIndex;

    private IdMap(IdKind kind, int count)
    {
        Kind = kind;
        Count = count;
        _integerIndex = new Lazy<IntegerIndex>(() => new IntegerIndex(Integers));
    }

    private IdMap(long[] sortedIntegers)
        : this(IdKind.Number, sortedIntegers.Length) => _integers = sortedIntegers;

    /// <summary>The map of integers that lie in a model's memory, ascending, and belong to this map from now on.</summary>
    internal IdMap(NativeList<long> sortedIntegers)
        : this(IdKind.Number, sortedIntegers.Length) => _fileIntegers = sortedIntegers;

    /// <summary>The map of texts that are distinct, in ordinal order and valid UTF-16.</summary>
    internal IdMap(string[] sortedTexts)
        : this(IdKind.Text, sortedTexts.Length)
    {
        _texts = sortedTexts;
        var index = new Dictionary<string, int>(sortedTexts.Length, StringComparer.Ordinal);
        for (int i = 0; i < sortedTexts.Length; i++)
        {
            index.Add(sortedTexts[i], i);
        }

        _textIndex = index.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether the ids are integers or text.</summary>
    public IdKind Kind { get; }

    /// <summary>The number of ids; indexes run from 0 to <see cref="Count"/> - 1.</summary>
    public int Count { get; }

    /// <summary>The integer ids, ascending; empty when <see cref="Kind"/> is <see cref="IdKind.Text"/>.</summary>
    /// <exception cref="ObjectDisposedException">They belonged to a model that has been disposed of.</exception>
    public ReadOnlySpan<long> Integers => _fileIntegers is null ? _integers : _fileIntegers.Span;

    /// <summary>The text ids in ordinal order; empty when <see cref="Kind"/> is <see cref="IdKind.Number"/>.</summary>
    public ReadOnlySpan<string> Texts => _texts;

    /// <summary>A map of the given ids; repeated ones count once, order does not matter.</summary>
    public static IdMap FromIntegers(ReadOnlySpan<long> ids) => new(SortedDistinct(ids.ToArray(), null));

    /// <summary>A map of the given ids; repeated ones count once, order does not matter.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null or holds null.</exception>
    /// <exception cref="ArgumentException">An id is not valid UTF-16: it has half of a surrogate pair.</exception>
    public static IdMap FromTexts(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        string[] texts = [.. ids];
        foreach (string text in texts)
        {
            ArgumentNullException.ThrowIfNull(text, nameof(ids));
            RequireUtf16(text, nameof(ids));
        }

        return new IdMap(SortedDistinct(texts, StringComparer.Ordinal));
    }

    /// <summary>The map whose ids are the integers 0 to <paramref name="count"/> - 1 and so equal their indexes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IdMap Range(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long[] ids = new long[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = i;
        }

        return new IdMap(ids);
    }

    /// <summary>The index of an integer id; false when the map does not hold it or holds text.</summary>
    /// <exception cref="ObjectDisposedException">The ids belonged to a model that has been disposed of.</exception>
    public bool TryGetIndex(long id, out int index)
    {
        if (Kind == IdKind.Number)
        {
            bool isThere = _integerIndex.Value.TryGet(id, out index);
            GC.KeepAlive(this);
            return isThere;
        }

        index = -1;
        return false;
    }

    /// <summary>The index of an id given as text; in a map of integers the text is read as one.</summary>
    /// <exception cref="ObjectDisposedException">The ids belonged to a model that has been disposed of.</exception>
    public bool TryGetIndex(ReadOnlySpan<char> id, out int index)
    {
        if (Kind == IdKind.Text)
        {
            if (_textIndex.TryGetValue(id, out index))
            {
                return true;
            }
        }
        else if (long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return TryGetIndex(integer, out index);
        }

        index = -1;
        return false;
    }

    /// <summary>The id at <paramref name="index"/>, as text.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is not in [0, <see cref="Count"/>).</exception>
    /// <exception cref="ObjectDisposedException">The ids belonged to a model that has been disposed of.</exception>
    public string GetId(int index) =>
        Kind == IdKind.Number ? Integers[index].ToString(CultureInfo.InvariantCulture) : _texts[index];

    /// <summary>For every id of this map its index in <paramref name="other"/>, or -1 where that map does not hold it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The ids of one of them belonged to a model that has been disposed of.</exception>
    public int[] IndexesIn(IdMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int[] indexes = new int[Count];
        IndexesIn(other, indexes);
        return indexes;
    }

    /// <summary>The same into memory that exists, one place for each id of this map.</summary>
    internal void IndexesIn(IdMap other, Span<int> indexes)
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            if (ReferenceEquals(this, other))
            {
                indexes[i] = i;
            }
            else if (Kind == IdKind.Number && other.Kind == IdKind.Number)
            {
                other.TryGetIndex(Integers[i], out indexes[i]);
            }
            else
            {
                other.TryGetIndex(GetId(i), out indexes[i]);
            }
        }
    }

    /// <summary>Builds now what the first look-up would build.</summary>
    internal void Prepare()
    {
        if (Kind == IdKind.Number)
        {
            _ = _integerIndex.Value;
        }
    }

    /// <summary>Whether the ids are the texts that a file holds: the length of each in bytes, and all of them in UTF-8.</summary>
    internal bool Are(ReadOnlySpan<int> lengths, ReadOnlySpan<byte> utf8)
    {
        if (Kind != IdKind.Text || lengths.Length != Count)
        {
            return false;
        }

        for (int i = 0; i < lengths.Length; i++)
        {
            int length = lengths[i];
            if ((uint)length > (uint)utf8.Length || !IsUtf8(_texts[i], utf8[..length]))
            {
                return false;
            }

            utf8 = utf8[length..];
        }

        return true;
    }

    /// <summary>Gives memory back that belongs to a model; ids of other origin stay.</summary>
    internal void Release()
    {
        if (_fileIntegers is not null)
        {
            _fileIntegers.Dispose();
            if (_integerIndex.IsValueCreated)
            {
                _integerIndex.Value.Dispose();
            }
        }
    }

    private static bool IsUtf8(string text, ReadOnlySpan<byte> utf8)
    {
        const int Piece = 256;
        Span<byte> buffer = stackalloc byte[3 * Piece];
        ReadOnlySpan<char> left = text;
        while (!left.IsEmpty)
        {
            Utf8.FromUtf16(left, buffer, out int read, out int written);
            if (!utf8.StartsWith(buffer[..written]))
            {
                return false;
            }

            left = left[read..];
            utf8 = utf8[written..];
        }

        return utf8.IsEmpty;
    }

    private static void RequireUtf16(string id, string parameterName)
    {
        try
        {
            StrictUtf8.GetByteCount(id);
        }
        catch (EncoderFallbackException failure)
        {
            throw new ArgumentException($"The id '{id}' has half of a surrogate pair; ids must be valid UTF-16.", parameterName, failure);
        }
    }

    private static T[] SortedDistinct<T>(T[] ids, IComparer<T>? comparer)
        where T : IEquatable<T>
    {
        Array.Sort(ids, comparer);
        int kept = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (kept == 0 || !ids[i].Equals(ids[kept - 1]))
            {
                ids[kept++] = ids[i];
            }
        }

        return kept == ids.Length ? ids : ids[..kept];
    }
}

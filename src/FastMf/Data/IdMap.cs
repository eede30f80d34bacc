using System.Globalization;
using System.Text;

namespace FastMf.Data;

/// <summary>
/// The ids of users or of items and their indexes 0, 1, 2, ..., both ways. Immutable and safe for any number of readers.
/// </summary>
/// <remarks>
/// Indexes follow the order of the ids (numeric, or ordinal for text), never the order in which a file or a thread met them, so that
/// the same ratings give the same indexes however they were read. Looking up a span allocates nothing.
/// </remarks>
public sealed class IdMap
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly long[] _integers = [];
    private readonly string[] _texts = [];
    private readonly IntegerIndex? _integerIndex;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _textIndex;

    private IdMap(long[] sortedIntegers)
    {
        Kind = IdKind.Number;
        _integers = sortedIntegers;
        _integerIndex = new IntegerIndex(sortedIntegers);
    }

    private IdMap(string[] sortedTexts)
    {
        Kind = IdKind.Text;
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
    public int Count => Kind == IdKind.Number ? _integers.Length : _texts.Length;

    /// <summary>The integer ids, ascending; empty when <see cref="Kind"/> is <see cref="IdKind.Text"/>.</summary>
    public ReadOnlySpan<long> Integers => _integers;

    /// <summary>The text ids in ordinal order; empty when <see cref="Kind"/> is <see cref="IdKind.Number"/>.</summary>
    public ReadOnlySpan<string> Texts => _texts;

    /// <summary>A map of the given ids; repeated ones count once, order does not matter.</summary>
    public static IdMap FromIntegers(ReadOnlySpan<long> ids) => new(SortedDistinct(ids.ToArray(), null));

    /// <summary>A map of the given ids; repeated ones count once, order does not matter.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null or holds null.</exception>
    /// <exception cref="ArgumentException">An id is not valid UTF-16: it has half of a surrogate pair, which no file could hold.</exception>
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
    public bool TryGetIndex(long id, out int index)
    {
        if (_integerIndex is not null)
        {
            return _integerIndex.TryGet(id, out index);
        }

        index = -1;
        return false;
    }

    /// <summary>The index of an id given as text; in a map of integers the text is read as one.</summary>
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
    public string GetId(int index) =>
        Kind == IdKind.Number ? _integers[index].ToString(CultureInfo.InvariantCulture) : _texts[index];

    /// <summary>For every id of this map its index in <paramref name="other"/>, or -1 where that map does not hold it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public int[] IndexesIn(IdMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int[] indexes = new int[Count];
        for (int i = 0; i < indexes.Length; i++)
        {
            if (ReferenceEquals(this, other))
            {
                indexes[i] = i;
            }
            else if (Kind == IdKind.Number && other.Kind == IdKind.Number)
            {
                other.TryGetIndex(_integers[i], out indexes[i]);
            }
            else
            {
                other.TryGetIndex(GetId(i), out indexes[i]);
            }
        }

        return indexes;
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

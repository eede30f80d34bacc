using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Ids;

/// <summary>
/// Dictionary encoding of the ids that one worker meets in one column. An id gets its code at once; when the ids of all workers are
/// known, <see cref="IdDictionaryUnifier"/> turns codes into indexes.
/// </summary>
/// <remarks>
/// The code of an integer below 2^26 is the integer itself, and a bitmap keeps which of them occurred: for ids as ratings files have
/// them nothing is looked up. Other integers and text are numbered by a hash table; their code is the complement of the number.
/// </remarks>
internal sealed class IdEncoder
{
    /// <summary>The integers from 0 to below this number are kept in the bitmap: 8 MB per worker, and only if such ids occur.</summary>
    public const long BitmapLimit = 1 << 26;

    private const int MinimumWords = 1024;

    private readonly Dictionary<long, int>? _hashed;
    private ulong[] _bitmap = [];

    public IdEncoder(IdKind kind)
    {
        _hashed = kind == IdKind.Number ? [] : null;
        Texts = kind == IdKind.Text ? new Utf8IdTable() : null;
    }

    /// <summary>The ids of a text column, or null.</summary>
    public Utf8IdTable? Texts { get; }

    /// <summary>Bit i % 64 of element i / 64 says whether integer i occurred.</summary>
    public ReadOnlySpan<ulong> Bitmap => _bitmap;

    /// <summary>The integers that are not in the bitmap; element i has the code ~i.</summary>
    public List<long> HashedIntegers { get; } = [];

    /// <summary>The code of an integer id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Encode(long id)
    {
        ulong[] bitmap = _bitmap;
        if ((ulong)id >> 6 < (ulong)bitmap.Length)
        {
            bitmap[(int)((ulong)id >> 6)] |= 1UL << (int)id;
            return (int)id;
        }

        return EncodeBeyondBitmap(id);
    }

    /// <summary>The code of a text id, which must be valid UTF-8.</summary>
    public int Encode(ReadOnlySpan<byte> id) => ~Texts!.FindOrAdd(id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int EncodeBeyondBitmap(long id)
    {
        if ((ulong)id < BitmapLimit)
        {
            Array.Resize(ref _bitmap, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(id >> 6, MinimumWords - 1) + 1));
            return Encode(id);
        }

        if (!_hashed!.TryGetValue(id, out int number))
        {
            number = HashedIntegers.Count;
            _hashed.Add(id, number);
            HashedIntegers.Add(id);
        }

        return ~number;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Ids;

/// <summary>
/// The ids one worker has met in one column. It gives every id a code at once; indexes come later, when all ids are known
/// (<see cref="IdDictionaryUnifier"/>).
/// </summary>
/// <remarks>
/// The code of an integer below 2^26 is the integer itself, and only a bit is kept to say that it occurred: for ids as ratings files
/// have them no table is searched. Other integers and text are numbered by hashing; their code is the complement of the number.
/// </remarks>
internal sealed class IdEncoder
{
    /// <summary>Bits up to here take 8 MB per worker, and only if such ids occur.</summary>
    public const long DirectIds = 1 << 26;

    private const int MinimumWords = 1024;

    private readonly Dictionary<long, int>? _others;
    private ulong[] _seen = [];

    public IdEncoder(IdKind kind)
    {
        _others = kind == IdKind.Number ? [] : null;
        Texts = kind == IdKind.Text ? new Utf8IdTable() : null;
    }

    /// <summary>The ids of a text column, or null.</summary>
    public Utf8IdTable? Texts { get; }

    /// <summary>Bit i % 64 of element i / 64 says whether integer i occurred.</summary>
    public ReadOnlySpan<ulong> Seen => _seen;

    /// <summary>The integers that are not kept as bits; element i has the code ~i.</summary>
    public List<long> OtherIntegers { get; } = [];

    /// <summary>The code of an integer id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Note(long id)
    {
        ulong[] seen = _seen;
        if ((ulong)id >> 6 < (ulong)seen.Length)
        {
            seen[(int)((ulong)id >> 6)] |= 1UL << (int)id;
            return (int)id;
        }

        return NoteUnusual(id);
    }

    /// <summary>The code of a text id, which must be valid UTF-8.</summary>
    public int Note(ReadOnlySpan<byte> id) => ~Texts!.FindOrAdd(id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int NoteUnusual(long id)
    {
        if ((ulong)id < DirectIds)
        {
            Array.Resize(ref _seen, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(id >> 6, MinimumWords - 1) + 1));
            return Note(id);
        }

        if (!_others!.TryGetValue(id, out int number))
        {
            number = OtherIntegers.Count;
            _others.Add(id, number);
            OtherIntegers.Add(id);
        }

        return ~number;
    }
}

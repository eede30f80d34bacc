using System.Buffers.Binary;
using System.Text;

namespace FastMf.Data.Reading.Ids;

/// <summary>
/// A hash table (open addressing, linear probing) that numbers text ids 0, 1, 2, ... in the order they come. An id is looked up as the
/// 64-bit words of its bytes (little-endian, the last one padded with zeros), so that neither hashing nor comparing looks at single
/// bytes, and no string is made.
/// </summary>
internal sealed class Utf8IdTable
{
    private const ulong Multiplier1 = 0x9E3779B97F4A7C15;
    private const ulong Multiplier2 = 0xE7037ED1A0B428DB;
    private const int PageShift = 17;
    private const int PageWords = 1 << PageShift;

    // No file can be made to collide on purpose: the seed differs from process to process. Results do not depend on it.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private readonly List<(int Start, int Length)> _ids = [];
    private readonly List<ulong[]> _pages = [];
    private Slot[] _slots = new Slot[256];
    private ulong[] _key = new ulong[8];
    private int _end;

    public int Count => _ids.Count;

    /// <summary>The number of an id, given as words and its length in bytes, or -1.</summary>
    public int Find(ReadOnlySpan<ulong> words, int length) => _slots[SlotOf(words, length, Hash(words, length))].Number - 1;

    /// <summary>The number of an id, which is added when it is new.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> id)
    {
        ReadOnlySpan<ulong> words = ToWords(id);
        uint hash = Hash(words, id.Length);
        int slot = SlotOf(words, id.Length, hash);
        int number = _slots[slot].Number - 1;
        if (number < 0)
        {
            number = _ids.Count;
            _ids.Add((Store(words), id.Length));
            _slots[slot] = new Slot(hash, number + 1, _ids[number].Start, id.Length);
            if (_ids.Count > _slots.Length / 4 * 3)
            {
                Grow();
            }
        }

        return number;
    }

    public string Text(int number)
    {
        (int start, int length) = _ids[number];
        byte[] bytes = new byte[(length + 7) / 8 * 8];
        ReadOnlySpan<ulong> words = Stored(start, bytes.Length / 8);
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), words[i]);
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>The slot that holds the id, or the empty one for it.</summary>
    private int SlotOf(ReadOnlySpan<ulong> words, int length, uint hash)
    {
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        int position = (int)hash & mask;
        while (slots[position].Number != 0)
        {
            ref readonly Slot slot = ref slots[position];
            if (slot.Hash == hash && slot.Length == length && Stored(slot.Start, words.Length).SequenceEqual(words))
            {
                break;
            }

            position = (position + 1) & mask;
        }

        return position;
    }

    private ReadOnlySpan<ulong> Stored(int start, int words) => _pages[start >> PageShift].AsSpan(start & (PageWords - 1), words);

    /// <summary>Pages hold a million bytes and no id crosses one; addresses count words, so that there may be 16 GB of ids.</summary>
    private int Store(ReadOnlySpan<ulong> words)
    {
        if (_pages.Count == 0 || (_end & (PageWords - 1)) + words.Length > PageWords || _end >> PageShift == _pages.Count)
        {
            _end = _pages.Count << PageShift;
            _pages.Add(GC.AllocateUninitializedArray<ulong>(PageWords));
        }

        int start = _end;
        words.CopyTo(_pages[start >> PageShift].AsSpan(start & (PageWords - 1)));
        _end = checked(start + words.Length);
        return start;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        int mask = _slots.Length - 1;
        foreach (Slot slot in old)
        {
            if (slot.Number != 0)
            {
                int position = (int)slot.Hash & mask;
                while (_slots[position].Number != 0)
                {
                    position = (position + 1) & mask;
                }

                _slots[position] = slot;
            }
        }
    }

    private ReadOnlySpan<ulong> ToWords(ReadOnlySpan<byte> id)
    {
        int count = (id.Length + 7) / 8;
        if (_key.Length < count)
        {
            _key = new ulong[count];
        }

        Span<byte> last = stackalloc byte[8];
        last.Clear();
        id[(id.Length / 8 * 8)..].CopyTo(last);
        for (int i = 0; i < count; i++)
        {
            _key[i] = BinaryPrimitives.ReadUInt64LittleEndian(8 * i + 8 <= id.Length ? id[(8 * i)..] : last);
        }

        return _key.AsSpan(0, count);
    }

    /// <summary>Folded multiplication of every word with the hash of those before it, as in wyhash.</summary>
    private static uint Hash(ReadOnlySpan<ulong> words, int length)
    {
        ulong hash = Seed;
        foreach (ulong word in words)
        {
            hash = Fold(hash ^ word, Multiplier1);
        }

        return (uint)Fold(hash ^ (ulong)length, Multiplier2);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    /// <summary>Sixteen bytes, four to a cache line; the number is one more than the id's, 0 in an empty slot.</summary>
    private readonly record struct Slot(uint Hash, int Number, int Start, int Length);
}

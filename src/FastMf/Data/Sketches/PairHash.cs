using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FastMf.Data.Sketches;

/// <summary>
/// A 64-bit hash of a user and an item by their ids, part of the format of model files: mix(user + item) over hashes of both. Ids hash
/// as their text in UTF-8, integers as their decimal digits, so that 7 is one id in every file.
/// </summary>
internal static class PairHash
{
    // Different seeds: user 7 and item 7 must not be the same number, or pairs (7, 8) and (8, 7) would be one.
    private const ulong UserSeed = 1;
    private const ulong ItemSeed = 2;

    /// <summary>The longest integer in decimal digits with its sign, and texts of the usual length.</summary>
    private const int UsualBytes = 64;

    /// <summary>The hash of a user, for <see cref="Of"/>.</summary>
    public static ulong OfUser(IdMap users, int index) => OfId(users, index, UserSeed);

    /// <summary>The hash of an item, for <see cref="Of"/>.</summary>
    public static ulong OfItem(IdMap items, int index) => OfId(items, index, ItemSeed);

    /// <summary>
    /// The hash of a pair. The sum of two good hashes is a good hash; mixing makes pairs of one user independent of those of another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong user, ulong item) => Mix(user + item);

    private static ulong OfId(IdMap ids, int index, ulong seed)
    {
        Span<byte> buffer = stackalloc byte[UsualBytes];
        if (ids.Kind == IdKind.Number)
        {
            ids.Integers[index].TryFormat(buffer, out int digits, default, CultureInfo.InvariantCulture);
            return OfBytes(buffer[..digits], seed);
        }

        string text = ids.Texts[index];
        return Encoding.UTF8.TryGetBytes(text, buffer, out int length)
            ? OfBytes(buffer[..length], seed)
            : OfBytes(Encoding.UTF8.GetBytes(text), seed);
    }

    /// <summary>
    /// Mixes in words of 8 bytes, little-endian, the last one padded with zeros; the length tells the padding from bytes of the id.
    /// </summary>
    private static ulong OfBytes(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong hash = Mix(seed + ((ulong)bytes.Length << 8));
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        if (bytes.IsEmpty)
        {
            return hash;
        }

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        bytes.CopyTo(last);
        return Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(last));
    }

    /// <summary>The output function of SplitMix64: one to one, and every bit of the result depends on every bit of the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong word)
    {
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9;
        word = (word ^ word >> 27) * 0x94D049BB133111EB;
        return word ^ word >> 31;
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Lines;

/// <summary>Looks at eight bytes of text at a time. The caller guarantees that eight bytes can be read.</summary>
internal static unsafe class SwarBytes
{
    private const ulong LowBits = 0x0101010101010101;
    private const ulong HighBits = 0x8080808080808080;

    /// <summary>Eight bytes, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* p)
    {
        ulong bytes = Unsafe.ReadUnaligned<ulong>(p);
        return BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes);
    }

    /// <summary>Eight copies of a byte.</summary>
    public static ulong Repeat(byte value) => value * LowBits;

    /// <summary>How many bytes come before the first that equals one of two, given repeated; 8 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthBefore(ulong bytes, ulong repeated1, ulong repeated2)
    {
        // A zero byte borrows. Borrows travel upwards, so marks above the first may be wrong, the lowest is exact.
        ulong a = bytes ^ repeated1;
        ulong b = bytes ^ repeated2;
        return BitOperations.TrailingZeroCount((((a - LowBits) & ~a) | ((b - LowBits) & ~b)) & HighBits) >> 3;
    }
}

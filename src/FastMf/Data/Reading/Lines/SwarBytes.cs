using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Lines;

/// <summary>
/// Looks at eight bytes of text at a time in one 64-bit register (SWAR: SIMD within a register). The caller guarantees that eight bytes
/// can be read.
/// </summary>
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

    /// <summary>A byte broadcast to all eight positions.</summary>
    public static ulong Broadcast(byte value) => value * LowBits;

    /// <summary>The index of the first byte that equals one of two, given broadcast; 8 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfEither(ulong bytes, ulong broadcast1, ulong broadcast2)
    {
        // A zero byte borrows. Borrows travel upwards, so marks above the first may be wrong, the lowest is exact.
        ulong a = bytes ^ broadcast1;
        ulong b = bytes ^ broadcast2;
        return BitOperations.TrailingZeroCount((((a - LowBits) & ~a) | ((b - LowBits) & ~b)) & HighBits) >> 3;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Lines;

/// <summary>
/// Parses decimal numbers eight digits at a time in one 64-bit register (SWAR: SIMD within a register), without a loop whose length the
/// branch predictor would have to guess.
/// </summary>
/// <remarks>
/// The caller guarantees eight readable bytes and a byte that is not a digit (the line feed at the end of a block) before anything
/// that must not be read as a number.
/// </remarks>
internal static unsafe class SwarDigits
{
    private const int MaxDigits = 18;

    private static ReadOnlySpan<int> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>The value of the 0 to 8 digits at <paramref name="p"/>; 8 means that there may be more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ParseUpToEight(byte* p, out int length)
    {
        ulong bytes = SwarBytes.Load(p);

        // The high bit of a byte is set if adding passes 0x7F (above '9') or subtracting borrows (below '0'). Carries and borrows
        // only travel upwards, so the lowest mark is exact.
        ulong marks = ((bytes + 0x4646464646464646) | (bytes - 0x3030303030303030)) & 0x8080808080808080;
        length = BitOperations.TrailingZeroCount(marks) >> 3;

        // Shifting out the bytes behind the digits leaves zeros in front. Shift counts are modulo 64: for eight digits that is 0, as it
        // should be; for none it is 0 as well, and callers reject that length.
        ulong digits = (bytes - 0x3030303030303030) << (64 - 8 * length);
        digits = digits * 10 + (digits >> 8);
        digits = (digits & 0x000000FF000000FF) * 0x000F424000000064 + ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001;
        return (uint)(digits >> 32);
    }

    /// <summary>Parses 1 to 18 digits and moves past them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseInteger(ref byte* p, out long value)
    {
        value = ParseUpToEight(p, out int length);
        p += length;
        return length - 1 < 7 ? length > 0 : TryParseRemaining(ref p, ref value);
    }

    /// <summary>
    /// Parses a plain decimal number (sign, at most 7 digits, at most 7 after the point, no exponent) and moves past it. True if the
    /// value is the nearest float: a numerator below 2^24 and a denominator of at most 10^7 are exact, so their quotient is rounded once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseDecimal(ref byte* p, out float value)
    {
        bool negative = *p == '-';
        p += negative ? 1 : 0;
        long numerator = ParseUpToEight(p, out int length);
        p += length;
        value = numerator;
        bool exact = length - 1 < 7 & length > 0;
        if (*p == '.')
        {
            uint fraction = ParseUpToEight(++p, out int places);
            p += places;
            exact &= places - 1 < 7 & places > 0;
            int denominator = PowersOfTen[places & 7];
            numerator = numerator * denominator + fraction;
            exact &= numerator < 1 << 24;
            value = (float)numerator / denominator;
        }

        value = negative ? -value : value;
        return exact;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseRemaining(ref byte* p, ref long value)
    {
        int digits = 8;
        int length;
        do
        {
            uint next = ParseUpToEight(p, out length);
            if (length == 0)
            {
                break;
            }

            digits += length;
            if (digits > MaxDigits)
            {
                return false;
            }

            p += length;
            value = value * (length == 8 ? 100_000_000 : PowersOfTen[length]) + next;
        }
        while (length == 8);
        return true;
    }
}

using FastMf.Numerics;

namespace FastMf.TestCommon;

/// <summary>Damages bytes the way files are damaged, and the way attackers and editors do it.</summary>
internal static class ByteMutator
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n", "\r\n", "\r", "\t", " ", ",", "::", ":", "\"", "\"\"", "|", "\0", "\uFEFF", "-", "+", ".",
            "e", "E999", "1e-400", "nan", "NaN", "inf", "-Infinity",
            "99999999999999999999", "-9223372036854775808", "9223372036854775807", "2147483648", "0x10", "1,5",
            "٣", "é", "\U0001F3AC", "userId,movieId,rating,timestamp\n",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0x1F, 0x8B],
        [0xFF, 0xFE],
        [0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF],
        [0, 0, 0xC0, 0x7F],
    ];

    /// <summary>One to a dozen changes; now and then pieces of another input.</summary>
    public static byte[] Mutate(SeededRandom random, byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int changes = 1 + random.NextInt32(1 + random.NextInt32(12)); changes > 0; changes--)
        {
            int position = random.NextInt32(bytes.Count + 1);
            int length = Math.Min(bytes.Count - position, 1 + random.NextInt32(1 + random.NextInt32(200)));
            byte[] piece = Pieces[random.NextInt32(Pieces.Length)];
            switch (random.NextInt32(9))
            {
                case 0 when position < bytes.Count:
                    bytes[position] ^= (byte)(1 << random.NextInt32(8));
                    break;
                case 1 when position < bytes.Count:
                    bytes[position] = (byte)random.NextInt32(256);
                    break;
                case 2:
                    bytes.RemoveRange(position, length);
                    break;
                case 3 when bytes.Count < 1 << 16:
                    bytes.InsertRange(position, bytes.GetRange(position, length));
                    break;
                case 4:
                    bytes.InsertRange(position, piece);
                    break;
                case 5 when position + piece.Length <= bytes.Count:
                    bytes.RemoveRange(position, piece.Length);
                    bytes.InsertRange(position, piece);
                    break;
                case 6 when random.NextInt32(4) == 0:
                    bytes.RemoveRange(position, bytes.Count - position);
                    break;
                case 7 when other.Length > 0:
                    int start = random.NextInt32(other.Length);
                    bytes.InsertRange(position, other.AsSpan(start, Math.Min(other.Length - start, 1 + random.NextInt32(64))).ToArray());
                    break;
                case 8 when random.NextInt32(8) == 0:
                    // An array is inserted at once, an enumeration byte by byte, each of which moves all that follow.
                    bytes.InsertRange(position, Enumerable.Repeat(piece, 1 + random.NextInt32(2000)).SelectMany(b => b).ToArray());
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }
}

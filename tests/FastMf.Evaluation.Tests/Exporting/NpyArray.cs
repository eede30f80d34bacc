using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace FastMf.Evaluation.Tests.Exporting;

/// <summary>A reader of .npy files by the format's description alone, independent of the writer.</summary>
internal sealed partial record NpyArray(string Type, long[] Shape, byte[] Data)
{
    public float[] Floats =>
        [.. Enumerable.Range(0, Data.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(Data.AsSpan(4 * i)))];

    public int[] Integers =>
        [.. Enumerable.Range(0, Data.Length / 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(Data.AsSpan(4 * i)))];

    public static NpyArray Read(byte[] file)
    {
        if (!file.AsSpan(0, 8).SequenceEqual("\x93NUMPY\x01\x00"u8) && Encoding.Latin1.GetString(file, 0, 8) != "\u0093NUMPY\u0001\u0000")
        {
            throw new InvalidDataException("No .npy file of version 1.0.");
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        if ((10 + length) % 64 != 0 || file[9 + length] != (byte)'\n')
        {
            throw new InvalidDataException("The head is not padded to a multiple of 64 and ended by a line feed.");
        }

        Match head = Head().Match(Encoding.ASCII.GetString(file, 10, length));
        long[] shape = [.. head.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(long.Parse)];
        return head.Success
            ? new NpyArray(head.Groups["type"].Value, shape, file[(10 + length)..])
            : throw new InvalidDataException("The head is no dictionary.");
    }

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']+)', 'fortran_order': False, 'shape': \((?<shape>[\d, ]+)\), \} *\n$")]
    private static partial Regex Head();
}

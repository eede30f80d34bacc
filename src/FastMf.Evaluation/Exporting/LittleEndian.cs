using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FastMf.Evaluation.Exporting;

/// <summary>Writes arrays of numbers as their bytes, lowest first, on any machine.</summary>
internal static class LittleEndian
{
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        int[] swapped = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), swapped);
        stream.Write(MemoryMarshal.AsBytes<int>(swapped));
    }

    public static void Write(Stream stream, ReadOnlySpan<int> values)
    {
        int[] swapped = values.ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(swapped, swapped);
        }

        stream.Write(MemoryMarshal.AsBytes<int>(swapped));
    }

    public static void Write(Stream stream, ReadOnlySpan<long> values)
    {
        long[] swapped = values.ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(swapped, swapped);
        }

        stream.Write(MemoryMarshal.AsBytes<long>(swapped));
    }
}

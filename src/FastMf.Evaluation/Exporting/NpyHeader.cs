using System.Text;

namespace FastMf.Evaluation.Exporting;

/// <summary>
/// The head of NumPy's .npy format, version 1.0: magic, version, length, and a Python dictionary that is padded so that the data begin
/// at a multiple of 64 bytes.
/// </summary>
internal static class NpyHeader
{
    public const string Float32 = "<f4";
    public const string Int32 = "<i4";
    public const string Int64 = "<i8";
    private const int Alignment = 64;
    private const int FixedLength = 10;

    /// <summary>The head of a row-major array.</summary>
    /// <param name="type">The elements' type, as NumPy writes it.</param>
    /// <param name="shape">The array's dimensions.</param>
    public static byte[] Create(string type, params ReadOnlySpan<long> shape)
    {
        string dimensions = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        string dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({dimensions}), }}";
        int length = FixedLength + dictionary.Length + 1;
        int padding = (Alignment - length % Alignment) % Alignment;
        byte[] header = new byte[length + padding];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        magic.CopyTo(header);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(header.Length - FixedLength));
        Encoding.ASCII.GetBytes(dictionary + new string(' ', padding) + "\n", header.AsSpan(FixedLength));
        return header;
    }
}

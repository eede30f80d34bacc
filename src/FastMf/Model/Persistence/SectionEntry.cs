using System.Buffers.Binary;

namespace FastMf.Model.Persistence;

/// <summary>Where a section lies in the file, and the CRC-32C of its bytes.</summary>
internal readonly record struct SectionEntry(SectionKind Kind, long Offset, long Length, uint Checksum)
{
    public void Write(Span<byte> entry)
    {
        BinaryPrimitives.WriteInt32LittleEndian(entry, (int)Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], Length);
    }

    public static SectionEntry Read(ReadOnlySpan<byte> entry) => new(
        (SectionKind)BinaryPrimitives.ReadInt32LittleEndian(entry),
        BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]));
}

/// <summary>The parts of a model file; the numbers are part of the format.</summary>
internal enum SectionKind
{
    UserFactors = 1,
    ItemFactors = 2,
    UserBiases = 3,
    ItemBiases = 4,
    UserRatingCounts = 5,
    ItemRatingCounts = 6,
    UserIds = 7,
    ItemIds = 8,
    LearnedPairs = 9,
}

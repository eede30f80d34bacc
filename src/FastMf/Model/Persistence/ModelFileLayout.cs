namespace FastMf.Model.Persistence;

/// <summary>
/// The numbers of the model file format, version 1 (docs/formats.md). Little-endian: a fixed head, a table of sections, the
/// checksum of both, then the sections, each at a multiple of 64 bytes so that mapped factors are aligned as trained ones are.
/// </summary>
internal static class ModelFileLayout
{
    public const uint Version = 1;
    public const int HeadLength = 128;
    public const int TableEntryLength = 32;
    public const int SectionAlignment = 64;

    /// <summary>In the order of the table.</summary>
    public static readonly SectionKind[] Sections = Enum.GetValues<SectionKind>();

    /// <summary>
    /// What every file has, and all that answers depend on. The last section is missing where what was learned from is not known.
    /// </summary>
    public static readonly SectionKind[] RequiredSections = Sections[..^1];

    /// <summary>The line break in it shows when a transfer in text mode has damaged the file.</summary>
    public static ReadOnlySpan<byte> Magic => "FASTMF\r\n"u8;

    /// <summary>Head, table of the given number of sections, and checksum.</summary>
    public static int HeaderLength(int sections) => HeadLength + sections * TableEntryLength + sizeof(uint);

    public static long Align(long position) => (position + SectionAlignment - 1) / SectionAlignment * SectionAlignment;
}

using System.Buffers.Binary;
using FastMf.Model;
using FastMf.Model.Persistence;

namespace FastMf.Tests.Model;

/// <summary>A saved model in a folder of its own, to be damaged byte by byte or forged with right checksums.</summary>
internal sealed class ModelFile : IDisposable
{
    private readonly SectionKind[] _sections;
    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public ModelFile(MfModel model)
    {
        model.Save(Path);
        Bytes = File.ReadAllBytes(Path);
        _sections = ModelFileLayout.Sections[..BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(88))];
    }

    public string Path => System.IO.Path.Combine(_folder, "model.fastmf");

    /// <summary>The content as saved, free to be changed.</summary>
    public byte[] Bytes { get; }

    /// <summary>The sections that the file was saved with.</summary>
    public IReadOnlyList<SectionKind> Sections => _sections;

    public int HeaderLength => ModelFileLayout.HeaderLength(_sections.Length);

    public SectionEntry Entry(SectionKind kind) => SectionEntry.Read(Bytes.AsSpan(EntryPosition(kind)));

    /// <summary>Where a section starts or ends, and the head and the header end.</summary>
    public long[] Boundaries() =>
    [
        ModelFileLayout.HeadLength,
        HeaderLength,
        .. _sections.Select(Entry).SelectMany(entry => new[] { entry.Offset, entry.Offset + entry.Length }),
    ];

    /// <summary>Whether a byte belongs neither to the header nor to a section.</summary>
    public bool IsPadding(long position) => position >= HeaderLength
        && !_sections.Select(Entry).Any(entry => position >= entry.Offset && position < entry.Offset + entry.Length);

    /// <summary>Makes all checksums those of the bytes as they are now.</summary>
    public void Seal()
    {
        foreach (SectionKind kind in _sections)
        {
            SectionEntry entry = Entry(kind);
            uint checksum = Crc32C.Of(Bytes.AsSpan((int)entry.Offset, (int)entry.Length));
            (entry with { Checksum = checksum }).Write(Bytes.AsSpan(EntryPosition(kind)));
        }

        SealHeader();
    }

    public void SealHeader()
    {
        Span<byte> header = Bytes.AsSpan(0, HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[^sizeof(uint)..], Crc32C.Of(header[..^sizeof(uint)]));
    }

    public MfModel Load() => LoadAs(Bytes);

    public MfModel LoadAs(ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(Path, content);
        return MfModel.Load(Path);
    }

    /// <summary>Loads <paramref name="content"/>, which must be refused with the path in the message.</summary>
    public ModelFileException Refused(ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(Path, content);
        var error = Xunit.Assert.Throws<ModelFileException>(() => MfModel.Load(Path));
        Xunit.Assert.Equal(Path, error.FilePath);
        Xunit.Assert.StartsWith(Path + ": ", error.Message, StringComparison.Ordinal);
        return error;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int EntryPosition(SectionKind kind) =>
        ModelFileLayout.HeadLength + Array.IndexOf(ModelFileLayout.Sections, kind) * ModelFileLayout.TableEntryLength;
}

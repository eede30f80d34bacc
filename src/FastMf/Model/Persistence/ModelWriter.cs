using System.Buffers.Binary;
using FastMf.Data;

namespace FastMf.Model.Persistence;

/// <summary>Writes a model file: sections first, as their checksums become known, the header last.</summary>
internal static class ModelWriter
{
    public static void Write(MfModel model, string path)
    {
        RequireLittleEndian();
        AtomicFile.Write(path, file => Write(model, file));
    }

    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are little-endian, and this machine is not.");
        }
    }

    private static void Write(MfModel model, Stream file)
    {
        ModelHead head = ModelHead.Of(model);
        var entries = new SectionEntry[head.Sections];
        long position = ModelFileLayout.Align(ModelFileLayout.HeaderLength(entries.Length));
        for (int i = 0; i < entries.Length; i++)
        {
            file.Position = position;
            var checksum = new Crc32C();
            long length = 0;
            ModelSections.Emit(model, ModelFileLayout.Sections[i], bytes =>
            {
                file.Write(bytes);
                checksum.Append(bytes);
                length += bytes.Length;
            });
            entries[i] = new SectionEntry(ModelFileLayout.Sections[i], position, length, checksum.Value);
            position = ModelFileLayout.Align(position + length);
        }

        // The last section is padded too: the file's length is then the same sum for writer and reader.
        file.SetLength(position);
        file.Position = 0;
        file.Write(Header(head with { FileLength = position }, entries));
    }

    private static byte[] Header(ModelHead head, SectionEntry[] entries)
    {
        byte[] header = new byte[ModelFileLayout.HeaderLength(entries.Length)];
        head.Write(header);
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i].Write(header.AsSpan(ModelFileLayout.HeadLength + i * ModelFileLayout.TableEntryLength));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(^sizeof(uint)), Crc32C.Of(header.AsSpan(..^sizeof(uint))));
        return header;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Numerics;

namespace FastMf.Model.Persistence;

/// <summary>
/// Reads a model file. Nothing is believed before it is checked: lengths against the file's true length before memory is allocated
/// for them, checksums before contents are used; of a mapped file, when it is verified.
/// </summary>
internal sealed class ModelReader
{
    private const int FloatsAtOnce = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ModelHead _head;
    private readonly SectionEntry[] _entries;
    private readonly MappedFile? _mapping;

    private ModelReader(string path, FileStream file, bool map)
    {
        _path = path;
        _file = file;
        (_head, _entries) = ReadHeader();
        _mapping = map ? new MappedFile(file) : null;
    }

    public static MfModel Read(string path) => Open(path, path =>
    {
        using FileStream file = File.OpenRead(path);
        return new ModelReader(path, file, map: false).ReadModel();
    });

    public static MfModel Map(string path) => Open(path, path =>
    {
        FileStream file = File.OpenRead(path);
        try
        {
            return new ModelReader(path, file, map: true).MapModel();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    private static MfModel Open(string path, Func<string, MfModel> open)
    {
        ModelWriter.RequireLittleEndian();
        try
        {
            return open(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string reason = failure is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file. Train a model first, or correct the path."
                : Directory.Exists(path) ? "this is a folder; give the model file." : $"the file cannot be read: {failure.Message}";
            throw new ModelFileException(path, reason, failure);
        }
    }

    private (ModelHead Head, SectionEntry[] Entries) ReadHeader()
    {
        // The longest header there is; a file of a shorter one is longer than it all the same.
        byte[] header = new byte[ModelFileLayout.HeaderLength(ModelFileLayout.Sections.Length)];
        int read = _file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!header.AsSpan(0, Math.Min(read, ModelFileLayout.Magic.Length)).SequenceEqual(ModelFileLayout.Magic))
        {
            throw Refuse("this is not a FastMf model. Give a file that MfModel.Save (tool: train --output) has written.");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
        if (read >= 12 && version > ModelFileLayout.Version)
        {
            throw Refuse($"the file has format version {version}; this FastMf reads up to version {ModelFileLayout.Version}. Use a newer FastMf.");
        }

        ModelHead head = ModelHead.Read(header);
        var entries = new SectionEntry[Math.Clamp(head.Sections, ModelFileLayout.RequiredSections.Length, ModelFileLayout.Sections.Length)];
        header = header[..ModelFileLayout.HeaderLength(entries.Length)];
        if (read < header.Length)
        {
            throw Refuse("the file is truncated. Copy or train it again.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(^sizeof(uint))) != Crc32C.Of(header.AsSpan(..^sizeof(uint))))
        {
            throw Refuse("the header is damaged (its checksum is wrong). Copy or train it again.");
        }

        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = SectionEntry.Read(header.AsSpan(ModelFileLayout.HeadLength + i * ModelFileLayout.TableEntryLength));
        }

        RequireConsistent(head, entries);
        return (head, entries);
    }

    private void RequireConsistent(ModelHead head, SectionEntry[] entries)
    {
        if (head.FileLength != _file.Length)
        {
            throw Refuse($"the file is truncated or was appended to: it has {_file.Length} bytes and should have {head.FileLength}. Copy or train it again.");
        }

        bool valid = head.Sections == entries.Length && head.Rank is >= 1 and <= KernelSet.MaximumRank && head.Users >= 0 && head.Items >= 0
            && Enum.IsDefined(head.UserIds) && Enum.IsDefined(head.ItemIds) && Enum.IsDefined(head.Info.Objective.Kind)
            && Enum.IsDefined(head.Info.Objective.Confidence) && Enum.IsDefined(head.Predicts)
            && (head.Predicts == PredictionKind.Rating || head is { MinimumRating: 0, MaximumRating: 1 })
            && NumberLimits.Hold([head.Mean], NumberLimits.Term) && float.IsFinite(head.MinimumRating) && head.MinimumRating <= head.MaximumRating
            && float.IsFinite(head.MaximumRating) && head.Info.Objective is { Alpha: >= 0, Regularization: { Factors: >= 0, Exponent: >= 0, Bias: >= 0, BiasExponent: >= 0 } };
        for (int i = 0; valid && i < entries.Length; i++)
        {
            (SectionKind kind, long offset, long length, _) = entries[i];
            valid = kind == ModelFileLayout.Sections[i] && offset % ModelFileLayout.SectionAlignment == 0
                && offset >= ModelFileLayout.HeaderLength(entries.Length) && length >= 0 && offset <= _file.Length - length && LengthFits(head, kind, length);
        }

        if (!valid)
        {
            throw Refuse("the header contradicts itself. The file was not written by FastMf, or was changed since.");
        }
    }

    private static bool LengthFits(ModelHead head, SectionKind kind, long length) => kind switch
    {
        SectionKind.UserFactors => length == (long)head.Users * FactorView.StrideFor(head.Rank) * sizeof(float),
        SectionKind.ItemFactors => length == (long)head.Items * FactorView.StrideFor(head.Rank) * sizeof(float),
        SectionKind.UserBiases => length == (long)head.Users * sizeof(float),
        SectionKind.ItemBiases => length == (long)head.Items * sizeof(float),
        SectionKind.UserRatingCounts => length == (long)head.Users * sizeof(int),
        SectionKind.ItemRatingCounts => length == (long)head.Items * sizeof(int),
        SectionKind.UserIds => head.UserIds == IdKind.Number ? length == (long)head.Users * sizeof(long) : TextLengthFits(head.Users, length),
        SectionKind.LearnedPairs => length % sizeof(ulong) == 0 && length <= PairSketch.Capacity * sizeof(ulong),
        _ => head.ItemIds == IdKind.Number ? length == (long)head.Items * sizeof(long) : TextLengthFits(head.Items, length),
    };

    private static bool TextLengthFits(int count, long length) => length >= (long)count * sizeof(int) && length <= Array.MaxLength;

    private MfModel ReadModel()
    {
        IdMap users = ReadIds(SectionKind.UserIds, _head.UserIds, _head.Users);
        IdMap items = ReadIds(SectionKind.ItemIds, _head.ItemIds, _head.Items);
        int[] userCounts = ReadCounts(SectionKind.UserRatingCounts, _head.Users);
        int[] itemCounts = ReadCounts(SectionKind.ItemRatingCounts, _head.Items);
        PairSketch? learned = ReadLearnedPairs();
        var parameters = new ModelParameters(_head.Users, _head.Items, _head.Rank)
        {
            Mean = _head.Mean,
            Predicts = _head.Predicts,
            MinimumRating = _head.MinimumRating,
            MaximumRating = _head.MaximumRating,
        };
        try
        {
            ReadFloats(SectionKind.UserBiases, parameters.UserBiases);
            ReadFloats(SectionKind.ItemBiases, parameters.ItemBiases);
            ReadFactors(SectionKind.UserFactors, parameters.UserFactors.Buffer);
            ReadFactors(SectionKind.ItemFactors, parameters.ItemFactors.Buffer);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }

        return new MfModel(users, items, parameters, userCounts, itemCounts, _head.Info, learned);
    }

    private MfModel MapModel()
    {
        MappedFile mapping = _mapping!;
        FactorMatrix Factors(SectionKind kind, int rows)
        {
            SectionEntry entry = Entry(kind);
            return new FactorMatrix(new AlignedBuffer(mapping.Address(entry.Offset), (nint)(entry.Length / sizeof(float)), mapping), rows, _head.Rank);
        }

        var parameters = new ModelParameters(
            Factors(SectionKind.UserFactors, _head.Users), Factors(SectionKind.ItemFactors, _head.Items), mapping)
        {
            Mean = _head.Mean,
            Predicts = _head.Predicts,
            MinimumRating = _head.MinimumRating,
            MaximumRating = _head.MaximumRating,
        };
        try
        {
            ReadFloats(SectionKind.UserBiases, parameters.UserBiases);
            ReadFloats(SectionKind.ItemBiases, parameters.ItemBiases);
            var users = new Lazy<IdMap>(() => ReadIds(SectionKind.UserIds, _head.UserIds, _head.Users));
            var items = new Lazy<IdMap>(() => ReadIds(SectionKind.ItemIds, _head.ItemIds, _head.Items));
            int[] userCounts = ReadCounts(SectionKind.UserRatingCounts, _head.Users);
            int[] itemCounts = ReadCounts(SectionKind.ItemRatingCounts, _head.Items);
            var learned = new Lazy<PairSketch?>(ReadLearnedPairs);
            return new MfModel(users, items, parameters, userCounts, itemCounts, _head.Info, learned, () =>
            {
                VerifyFactors(SectionKind.UserFactors, parameters.UserFactors.Buffer);
                VerifyFactors(SectionKind.ItemFactors, parameters.ItemFactors.Buffer);
                VerifyIds(SectionKind.UserIds, _head.UserIds, users);
                VerifyIds(SectionKind.ItemIds, _head.ItemIds, items);
                _ = learned.Value;
            });
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private int[] ReadCounts(SectionKind kind, int length)
    {
        int[] counts = new int[length];
        ReadSection(kind, MemoryMarshal.AsBytes(counts.AsSpan()));
        return counts;
    }

    private PairSketch? ReadLearnedPairs()
    {
        if (_entries.Length == ModelFileLayout.RequiredSections.Length)
        {
            return null;
        }

        ulong[] hashes = new ulong[Entry(SectionKind.LearnedPairs).Length / sizeof(ulong)];
        ReadSection(SectionKind.LearnedPairs, MemoryMarshal.AsBytes(hashes.AsSpan()));
        return PairSketch.FromHashes(hashes) ?? throw Contradicts(SectionKind.LearnedPairs);
    }

    private void ReadFactors(SectionKind kind, AlignedBuffer buffer)
    {
        _file.Position = Entry(kind).Offset;
        for (nint start = 0; start < buffer.Length; start += FloatsAtOnce)
        {
            _file.ReadExactly(MemoryMarshal.AsBytes(buffer.Slice(start, (int)Math.Min(FloatsAtOnce, buffer.Length - start))));
        }

        VerifyFactors(kind, buffer);
    }

    private void VerifyFactors(SectionKind kind, AlignedBuffer buffer)
    {
        var checksum = new Crc32C();
        for (nint start = 0; start < buffer.Length; start += FloatsAtOnce)
        {
            Span<float> part = buffer.Slice(start, (int)Math.Min(FloatsAtOnce, buffer.Length - start));
            checksum.Append(MemoryMarshal.AsBytes(part));
            RequireWithin(NumberLimits.Factor, kind, part);
        }

        RequireChecksum(Entry(kind), checksum.Value);
    }

    private void ReadFloats(SectionKind kind, Span<float> values)
    {
        ReadSection(kind, MemoryMarshal.AsBytes(values));
        RequireWithin(NumberLimits.Term, kind, values);
    }

    private IdMap ReadIds(SectionKind kind, IdKind idKind, int count)
    {
        try
        {
            return idKind == IdKind.Number ? ReadNumbers(kind, count) : ReadTexts(kind, count);
        }
        catch (ArgumentException contradiction)
        {
            throw Contradicts(kind, contradiction);
        }
    }

    /// <summary>
    /// Checks mapped ids. Integers are looked at where they lie; text has an order that its bytes have not, and is read for good.
    /// </summary>
    private void VerifyIds(SectionKind kind, IdKind idKind, Lazy<IdMap> ids)
    {
        if (idKind == IdKind.Text)
        {
            _ = ids.Value;
            return;
        }

        SectionEntry entry = Entry(kind);
        ReadOnlySpan<long> numbers = _mapping!.View<long>(entry.Offset, (int)(entry.Length / sizeof(long)));
        RequireChecksum(entry, Crc32C.Of(MemoryMarshal.AsBytes(numbers)));
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1])
            {
                throw Contradicts(kind);
            }
        }
    }

    private IdMap ReadNumbers(SectionKind kind, int count)
    {
        long[] numbers = new long[count];
        ReadSection(kind, MemoryMarshal.AsBytes(numbers.AsSpan()));
        IdMap ids = IdMap.FromIntegers(numbers);
        return ids.Integers.SequenceEqual(numbers) ? ids : throw new ArgumentException("The ids are not in ascending order.");
    }

    private IdMap ReadTexts(SectionKind kind, int count)
    {
        byte[] section = new byte[Entry(kind).Length];
        ReadSection(kind, section);
        ReadOnlySpan<int> lengths = MemoryMarshal.Cast<byte, int>(section.AsSpan(0, count * sizeof(int)));
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        string[] texts = new string[count];
        int position = count * sizeof(int);
        for (int i = 0; i < count; i++)
        {
            texts[i] = strict.GetString(section.AsSpan(position, lengths[i]));
            position += lengths[i];
        }

        IdMap ids = IdMap.FromTexts(texts);
        return ids.Texts.SequenceEqual(texts) ? ids : throw new ArgumentException("The ids are not in ascending order.");
    }

    private void ReadSection(SectionKind kind, Span<byte> destination)
    {
        SectionEntry entry = Entry(kind);
        if (_mapping is not null)
        {
            _mapping.View<byte>(entry.Offset, destination.Length).CopyTo(destination);
        }
        else
        {
            _file.Position = entry.Offset;
            _file.ReadExactly(destination);
        }

        RequireChecksum(entry, Crc32C.Of(destination));
    }

    private SectionEntry Entry(SectionKind kind) => _entries[Array.IndexOf(ModelFileLayout.Sections, kind)];

    private void RequireChecksum(SectionEntry entry, uint checksum)
    {
        if (checksum != entry.Checksum)
        {
            throw Refuse($"the section {entry.Kind} is damaged (its checksum is wrong). Copy or train it again.");
        }
    }

    private void RequireWithin(float limit, SectionKind kind, ReadOnlySpan<float> values)
    {
        if (!NumberLimits.Hold(values, limit))
        {
            throw Refuse($"the section {kind} holds a number that is not finite, or beyond {limit:G1}, so that scores need not be. Train the model again.");
        }
    }

    private ModelFileException Contradicts(SectionKind kind, Exception? cause = null) =>
        new(_path, $"the section {kind} contradicts itself. The file was not written by FastMf, or was changed since.", cause);

    private ModelFileException Refuse(string reason) => new(_path, reason);
}

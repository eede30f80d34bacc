using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FastMf.Data;
using FastMf.Data.Sketches;
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
    private readonly ModelHead _head;
    private readonly SectionEntry[] _entries;
    private readonly FileContent _content;

    private ModelReader(string path, FileStream file, Func<ModelHead, FileContent> read)
    {
        _path = path;
        (_head, _entries) = ReadHeader(file);
        _content = read(_head);
    }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="addsMemoryPressure">Whether the garbage collector is told of the model's memory.</param>
    /// <param name="before">A model whose texts are shared where the file has the same ids; null for none.</param>
    public static MfModel Read(string path, bool addsMemoryPressure = true, MfModel? before = null) => Open(path, file =>
    {
        using (file)
        {
            var reader = new ModelReader(path, file, head => new LoadedFile(file, head.FileLength, addsMemoryPressure));
            return reader.CreateModel(before, verifyNow: true);
        }
    });

    /// <summary>Maps a file; what is not checked at once is when the model is verified.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">A model whose texts are shared where the file has the same ids; null for none.</param>
    public static MfModel Map(string path, MfModel? before = null) => Open(path, file =>
    {
        try
        {
            return new ModelReader(path, file, _ => new MappedFile(file)).CreateModel(before, verifyNow: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    private static MfModel Open(string path, Func<FileStream, MfModel> open)
    {
        ModelWriter.RequireLittleEndian();
        try
        {
            // All that is read is read at once: a buffer would be garbage.
            return open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string reason = failure is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file. Train a model first, or correct the path."
                : Directory.Exists(path) ? "this is a folder; give the model file." : $"the file cannot be read: {failure.Message}";
            throw new ModelFileException(path, reason, failure);
        }
    }

    private (ModelHead Head, SectionEntry[] Entries) ReadHeader(FileStream file)
    {
        // The longest header there is; a file of a shorter one is longer than it all the same.
        Span<byte> header = stackalloc byte[ModelFileLayout.HeaderLength(ModelFileLayout.Sections.Length)];
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!header[..Math.Min(read, ModelFileLayout.Magic.Length)].SequenceEqual(ModelFileLayout.Magic))
        {
            throw Refuse("this is not a FastMf model. Give a file that MfModel.Save has written.");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (read >= 12 && version > ModelFileLayout.Version)
        {
            throw Refuse(
                $"the file has format version {version}; this FastMf reads up to version {ModelFileLayout.Version}. Use a newer FastMf.");
        }

        ModelHead head = ModelHead.Read(header);
        var entries = new SectionEntry[Math.Clamp(head.Sections, ModelFileLayout.RequiredSections.Length, ModelFileLayout.Sections.Length)];
        header = header[..ModelFileLayout.HeaderLength(entries.Length)];
        if (read < header.Length)
        {
            throw Refuse("the file is truncated. Copy or train it again.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[^sizeof(uint)..]) != Crc32C.Of(header[..^sizeof(uint)]))
        {
            throw Refuse("the header is damaged (its checksum is wrong). Copy or train it again.");
        }

        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = SectionEntry.Read(header[(ModelFileLayout.HeadLength + i * ModelFileLayout.TableEntryLength)..]);
        }

        RequireConsistent(head, entries, file.Length);
        return (head, entries);
    }

    private void RequireConsistent(ModelHead head, SectionEntry[] entries, long fileLength)
    {
        if (head.FileLength != fileLength)
        {
            throw Refuse(
                $"the file is truncated or was appended to: it has {fileLength} bytes and should have {head.FileLength}. "
                + "Copy or train it again.");
        }

        RowObjective objective = head.Info.Objective;
        bool valid = head.Sections == entries.Length && head.Rank is >= 1 and <= KernelSet.MaximumRank && head.Users >= 0 && head.Items >= 0
            && Enum.IsDefined(head.UserIds) && Enum.IsDefined(head.ItemIds) && Enum.IsDefined(objective.Kind)
            && Enum.IsDefined(objective.Confidence) && Enum.IsDefined(head.Predicts)
            && (head.Predicts == PredictionKind.Rating || head is { MinimumRating: 0, MaximumRating: 1 })
            && NumberLimits.Hold([head.Mean], NumberLimits.Term) && head.MinimumRating <= head.MaximumRating
            && float.IsFinite(head.MinimumRating) && float.IsFinite(head.MaximumRating) && objective.Alpha >= 0
            && objective.Regularization is { Factors: >= 0, Exponent: >= 0, Bias: >= 0, BiasExponent: >= 0 };
        for (int i = 0; valid && i < entries.Length; i++)
        {
            (SectionKind kind, long offset, long length, _) = entries[i];
            valid = kind == ModelFileLayout.Sections[i] && offset % ModelFileLayout.SectionAlignment == 0
                && offset >= ModelFileLayout.HeaderLength(entries.Length) && length >= 0 && offset <= fileLength - length
                && LengthFits(head, kind, length);
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
        SectionKind.UserIds => IdLengthFits(head.UserIds, head.Users, length),
        SectionKind.ItemIds => IdLengthFits(head.ItemIds, head.Items, length),
        _ => length % sizeof(ulong) == 0 && length <= BottomKSketch.Capacity * sizeof(ulong),
    };

    private static bool IdLengthFits(IdKind ids, int count, long length) => ids == IdKind.Number
        ? length == (long)count * sizeof(long)
        : length >= (long)count * sizeof(int) && length <= Array.MaxLength;

    private MfModel CreateModel(MfModel? before, bool verifyNow)
    {
        var parameters = new ModelParameters(
            Factors(SectionKind.UserFactors, _head.Users),
            Factors(SectionKind.ItemFactors, _head.Items),
            List<float>(SectionKind.UserBiases, _head.Users),
            List<float>(SectionKind.ItemBiases, _head.Items),
            _content)
        {
            Mean = _head.Mean,
            Predicts = _head.Predicts,
            MinimumRating = _head.MinimumRating,
            MaximumRating = _head.MaximumRating,
        };
        var model = new MfModel(
            Ids(SectionKind.UserIds, _head.UserIds, _head.Users, TextsOf(before?.Users)),
            Ids(SectionKind.ItemIds, _head.ItemIds, _head.Items, TextsOf(before?.Items)),
            parameters,
            List<int>(SectionKind.UserRatingCounts, _head.Users),
            List<int>(SectionKind.ItemRatingCounts, _head.Items),
            _head.Info,
            new Lazy<BottomKSketch?>(LearnedPairs),
            VerifyRest);
        try
        {
            VerifyBiases(SectionKind.UserBiases, parameters.UserBiases.Span);
            VerifyBiases(SectionKind.ItemBiases, parameters.ItemBiases.Span);
            VerifySection(SectionKind.UserRatingCounts, model.UserRatingCounts);
            VerifySection(SectionKind.ItemRatingCounts, model.ItemRatingCounts);
            if (verifyNow)
            {
                VerifyRest(model);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Factors and ids; the latter are checked when they are first asked for.</summary>
    private void VerifyRest(MfModel model)
    {
        VerifyFactors(SectionKind.UserFactors, model.UserFactors.Buffer);
        VerifyFactors(SectionKind.ItemFactors, model.ItemFactors.Buffer);
        _ = model.Users;
        _ = model.Items;
        if (HasLearnedPairs)
        {
            VerifyLearnedPairs();
        }
    }

    private bool HasLearnedPairs => _entries.Length > ModelFileLayout.RequiredSections.Length;

    /// <summary>Checks the sketch where it lies: answers do not need it, and a service would make it for nothing.</summary>
    private NativeList<ulong> VerifyLearnedPairs()
    {
        NativeList<ulong> hashes = List<ulong>(SectionKind.LearnedPairs, (int)(Entry(SectionKind.LearnedPairs).Length / sizeof(ulong)));
        VerifySection<ulong>(SectionKind.LearnedPairs, hashes.Span);
        return BottomKSketch.IsValid(hashes.Span) ? hashes : throw Contradicts(SectionKind.LearnedPairs);
    }

    private BottomKSketch? LearnedPairs()
    {
        if (!HasLearnedPairs)
        {
            return null;
        }

        NativeList<ulong> hashes = VerifyLearnedPairs();
        var sketch = BottomKSketch.FromHashes(hashes.Span.ToArray());
        GC.KeepAlive(hashes);
        return sketch;
    }

    private FactorMatrix Factors(SectionKind kind, int rows)
    {
        SectionEntry entry = Entry(kind);
        var buffer = new AlignedBuffer(_content.Address(entry.Offset), (nint)(entry.Length / sizeof(float)), _content);
        return new FactorMatrix(buffer, rows, _head.Rank);
    }

    private NativeList<T> List<T>(SectionKind kind, int length)
        where T : unmanaged => new(_content.Address(Entry(kind).Offset), length, _content);

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

    private void VerifyBiases(SectionKind kind, ReadOnlySpan<float> values)
    {
        VerifySection(kind, values);
        RequireWithin(NumberLimits.Term, kind, values);
    }

    private void VerifySection<T>(SectionKind kind, ReadOnlySpan<T> content)
        where T : unmanaged => RequireChecksum(Entry(kind), Crc32C.Of(MemoryMarshal.AsBytes(content)));

    private Lazy<IdMap> Ids(SectionKind kind, IdKind idKind, int count, IdMap? known) => new(() =>
    {
        try
        {
            return idKind == IdKind.Number ? Numbers(kind, count) : Texts(kind, count, known);
        }
        catch (ArgumentException contradiction)
        {
            throw Contradicts(kind, contradiction);
        }
    });

    /// <summary>Ids that can be shared with another model: not those that lie in its memory.</summary>
    private static IdMap? TextsOf(IdMap? ids) => ids is { Kind: IdKind.Text } ? ids : null;

    private IdMap Numbers(SectionKind kind, int count)
    {
        NativeList<long> numbers = List<long>(kind, count);
        VerifySection<long>(kind, numbers.Span);
        RequireAscending(numbers.Span, Comparer<long>.Default);
        return new IdMap(numbers);
    }

    private IdMap Texts(SectionKind kind, int count, IdMap? known)
    {
        // Not read by anybody else: gone with the file's memory if it is not right.
        NativeList<byte> section = List<byte>(kind, (int)Entry(kind).Length);
        VerifySection<byte>(kind, section.Span);
        ReadOnlySpan<int> lengths = MemoryMarshal.Cast<byte, int>(section.Span[..(count * sizeof(int))]);
        ReadOnlySpan<byte> left = section.Span[(count * sizeof(int))..];
        RequireSum(lengths, left.Length);
        if (known is not null && known.Are(lengths, left))
        {
            return known;
        }

        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = strict.GetString(left[..lengths[i]]);
            left = left[lengths[i]..];
        }

        GC.KeepAlive(section);
        RequireAscending(texts, StringComparer.Ordinal);
        return new IdMap(texts);
    }

    /// <summary>The lengths of the texts are 0 or more, and together they are all bytes that there are.</summary>
    private static void RequireSum(ReadOnlySpan<int> lengths, int bytes)
    {
        long sum = 0;
        foreach (int length in lengths)
        {
            sum += length >= 0 ? length : throw new ArgumentException("The length of a text is negative.");
        }

        if (sum != bytes)
        {
            throw new ArgumentException($"The texts have {sum} bytes, and there are {bytes}.");
        }
    }

    private static void RequireAscending<T>(ReadOnlySpan<T> ids, IComparer<T> order)
    {
        for (int i = 1; i < ids.Length; i++)
        {
            if (order.Compare(ids[i - 1], ids[i]) >= 0)
            {
                throw new ArgumentException("The ids are not in ascending order.");
            }
        }
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
            throw Refuse(
                $"the section {kind} holds a number that is not finite, or beyond {limit:G1}, so that scores need not be. "
                + "Train the model again.");
        }
    }

    private ModelFileException Contradicts(SectionKind kind, Exception? cause = null) =>
        new(_path, $"the section {kind} contradicts itself. The file was not written by FastMf, or was changed since.", cause);

    private ModelFileException Refuse(string reason) => new(_path, reason);
}

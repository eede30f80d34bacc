using System.Buffers.Binary;
using System.IO.Compression;
using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Model;
using FastMf.Model.Persistence;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Model;

public sealed class DamagedModelFileTests : IDisposable
{
    private readonly MfModel _model = RandomModel.Create(new SeededRandom(8), BottomKSketch.FromHashes([3, 1UL << 40, ulong.MaxValue]));

    public void Dispose() => _model.Dispose();

    [SeededProperty(Runs = 10)]
    public void A_file_cut_off_anywhere_is_refused(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        using var file = new ModelFile(model);
        IEnumerable<long> randomLengths = Enumerable.Range(0, 20).Select(_ => (long)random.NextInt32(file.Bytes.Length));
        foreach (long boundary in file.Boundaries().Concat(randomLengths))
        {
            // The file's last section may end where the file does; one byte less is cut off in any case.
            long[] lengths = [boundary - 1, boundary, boundary + 1];
            foreach (long length in lengths.Where(length => length >= 0 && length < file.Bytes.Length))
            {
                file.Refused(file.Bytes.AsSpan(0, (int)length));
            }
        }
    }

    [Fact]
    public void A_file_that_was_appended_to_is_refused()
    {
        using var file = new ModelFile(_model);
        Assert.Contains("appended", file.Refused([.. file.Bytes, 0]).Message, StringComparison.Ordinal);
    }

    [SeededProperty(Runs = 25)]
    public void A_flipped_bit_is_refused_or_was_padding(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        using var file = new ModelFile(model);
        string hash = model.ComputeHash();
        for (int i = 0; i < 40; i++)
        {
            AssertRefusedOrPadding(file, random.NextInt32(file.Bytes.Length), random.NextInt32(8), hash);
        }
    }

    [Fact]
    public void A_flipped_bit_in_any_byte_of_the_header_is_refused()
    {
        using var file = new ModelFile(_model);
        for (int position = 0; position < file.HeaderLength; position++)
        {
            Assert.False(file.IsPadding(position));
            AssertRefusedOrPadding(file, position, position % 8, hash: "");
        }
    }

    [Fact]
    public void A_flipped_bit_in_the_first_or_last_byte_of_any_section_is_refused()
    {
        using var file = new ModelFile(_model);
        foreach (SectionKind kind in file.Sections)
        {
            SectionEntry entry = file.Entry(kind);
            AssertRefusedOrPadding(file, (int)entry.Offset, 0, hash: "");
            AssertRefusedOrPadding(file, (int)(entry.Offset + entry.Length - 1), 7, hash: "");
        }
    }

    [Fact]
    public void A_newer_version_is_named_before_anything_else_is_judged()
    {
        using var file = new ModelFile(_model);
        BinaryPrimitives.WriteUInt32LittleEndian(file.Bytes.AsSpan(8), ModelFileLayout.Version + 1);
        Assert.Contains("format version 2; this FastMf reads up to version 1", file.Refused(file.Bytes).Message, StringComparison.Ordinal);

        // A newer header may well be shorter than ours and have its checksum elsewhere.
        Assert.Contains("format version 2", file.Refused(file.Bytes.AsSpan(0, 40)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_kinds_are_no_models()
    {
        using var file = new ModelFile(_model);
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(file.Bytes);
        }

        byte[][] contents =
            ["1,2,3.5\n"u8.ToArray(), [], "FASTMF"u8.ToArray(), "FASTMF\n\n  "u8.ToArray(), new byte[5000], zipped.ToArray()];
        foreach (byte[] content in contents)
        {
            Assert.Contains("this is not a FastMf model.", file.Refused(content).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_named_as_such()
    {
        string folder = Directory.CreateTempSubdirectory("fastmf-").FullName;
        try
        {
            var refusal = Assert.Throws<ModelFileException>(() => MfModel.Load(folder));
            Assert.Contains("this is a folder", refusal.Message, StringComparison.Ordinal);
            foreach (string missing in new[] { Path.Combine(folder, "model"), Path.Combine(folder, "nowhere", "model") })
            {
                var error = Assert.Throws<ModelFileException>(() => MfModel.Load(missing));
                Assert.Equal(missing, error.FilePath);
                Assert.Contains("there is no such file", error.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void An_empty_path_is_an_argument_error()
    {
        Assert.Throws<ArgumentException>(() => MfModel.Load(""));
        Assert.Throws<ArgumentException>(() => _model.Save(""));
    }

    [Theory]
    [InlineData((int)SectionKind.UserFactors, float.NaN)]
    [InlineData((int)SectionKind.ItemFactors, float.PositiveInfinity)]
    [InlineData((int)SectionKind.UserBiases, float.NegativeInfinity)]
    [InlineData((int)SectionKind.ItemBiases, float.NaN)]
    [InlineData((int)SectionKind.UserFactors, -2e17f)] // finite, but the product of two such is not, nor the difference of such products
    [InlineData((int)SectionKind.ItemBiases, 2e37f)]
    public void A_number_that_is_not_finite_is_refused_under_a_right_checksum(int kind, float value)
    {
        using var file = new ModelFile(_model);
        SectionEntry entry = file.Entry((SectionKind)kind);
        BinaryPrimitives.WriteSingleLittleEndian(file.Bytes.AsSpan((int)entry.Offset), value);
        file.Seal();
        string message = file.Refused(file.Bytes).Message;
        Assert.Contains($"the section {(SectionKind)kind} holds a number that is not finite", message, StringComparison.Ordinal);
    }

    /// <summary>Offsets of the header's fields are those of the format's description.</summary>
    [Theory]
    [InlineData(24, 0)] // rank
    [InlineData(24, 5000)]
    [InlineData(24, int.MaxValue)]
    [InlineData(28, -1)] // users
    [InlineData(28, int.MaxValue)]
    [InlineData(32, int.MinValue)] // items
    [InlineData(36, 0x0000_0007)] // kinds of the ids
    [InlineData(40, 0x7FC0_0000)] // mean: NaN
    [InlineData(40, 0x7E96_7699)] // mean: 1e38
    [InlineData(92, 0x0003_0000)] // what is predicted: no such kind
    [InlineData(92, 0x0001_0000)] // probabilities in a range of ratings
    [InlineData(44, 0x7F80_0000)] // smallest rating: infinity, above the largest
    [InlineData(48, 0x7F80_0000)] // largest rating: infinity
    [InlineData(52, unchecked((int)0xBF80_0000))] // regularization: -1
    [InlineData(88, 10)] // sections
    public void A_header_that_contradicts_itself_is_refused_under_a_right_checksum(int position, int value)
    {
        using var file = new ModelFile(_model);
        BinaryPrimitives.WriteInt32LittleEndian(file.Bytes.AsSpan(position), value);
        file.SealHeader();
        Assert.Contains("the header contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_outside_the_file_is_refused_under_a_right_checksum()
    {
        using var file = new ModelFile(_model);
        foreach (long offset in new[] { -64, 0, 1, (long)file.Bytes.Length, long.MaxValue / 64 * 64 })
        {
            byte[] saved = [.. file.Bytes];
            int position = ModelFileLayout.HeadLength + 3 * ModelFileLayout.TableEntryLength;
            (SectionEntry.Read(file.Bytes.AsSpan(position)) with { Offset = offset }).Write(file.Bytes.AsSpan(position));
            file.SealHeader();
            Assert.Contains("the header contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
            saved.CopyTo(file.Bytes, 0);
        }
    }

    [SeededProperty(Runs = 20)]
    public void Ids_out_of_order_are_refused_under_a_right_checksum(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        using var file = new ModelFile(model);
        if (model.Users.Kind == IdKind.Number && model.Users.Count > 1)
        {
            Span<byte> ids = file.Bytes.AsSpan((int)file.Entry(SectionKind.UserIds).Offset, 2 * sizeof(long));
            ids[..sizeof(long)].CopyTo(ids[sizeof(long)..]);
            file.Seal();
            Assert.Contains("the section UserIds contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
        }
        else if (model.Users.Kind == IdKind.Text)
        {
            int[] lengths = [-1, int.MaxValue];
            Span<byte> section = file.Bytes.AsSpan((int)file.Entry(SectionKind.UserIds).Offset);
            BinaryPrimitives.WriteInt32LittleEndian(section, lengths[random.NextInt32(2)]);
            file.Seal();
            Assert.Contains("the section UserIds contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A shorter last text leaves bytes over: also for a reader that has a model with these very ids before it.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Bytes_behind_the_last_text_id_are_refused_under_a_right_checksum(bool sharesIds)
    {
        using MfModel model = SmallModel.Create();
        using var file = new ModelFile(model);
        SectionEntry entry = file.Entry(SectionKind.UserIds);
        Span<byte> section = file.Bytes.AsSpan((int)entry.Offset, (int)entry.Length);
        int lastLength = (model.Users.Count - 1) * sizeof(int);
        BinaryPrimitives.WriteInt32LittleEndian(section[lastLength..], BinaryPrimitives.ReadInt32LittleEndian(section[lastLength..]) - 1);
        file.Seal();
        File.WriteAllBytes(file.Path, file.Bytes);
        using MfModel before = SmallModel.Create(users: ["anna", "ben", "car"]);
        var error = Assert.Throws<ModelFileException>(() => ModelReader.Read(file.Path, before: sharesIds ? before : null));
        Assert.Contains("the section UserIds contradicts itself", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, ulong.MaxValue)] // descending
    [InlineData(1, 0, 0ul)] // the same twice
    public void Hashes_out_of_order_are_refused_under_a_right_checksum(int place, int other, ulong hash)
    {
        using MfModel model = SmallModel.Create(learned: BottomKSketch.FromHashes([0, 5, 9]));
        using var file = new ModelFile(model);
        Span<byte> hashes = file.Bytes.AsSpan((int)file.Entry(SectionKind.LearnedPairs).Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(hashes[(place * sizeof(ulong))..], hash);
        BinaryPrimitives.WriteUInt64LittleEndian(hashes[(other * sizeof(ulong))..], 0);
        file.Seal();
        Assert.Contains("the section LearnedPairs contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(sizeof(ulong))]
    public void A_section_of_hashes_that_no_sketch_has_is_refused_under_a_right_checksum(int change)
    {
        ulong[] most = [.. Enumerable.Range(0, BottomKSketch.Capacity).Select(i => (ulong)i)];
        using MfModel model = SmallModel.Create(learned: BottomKSketch.FromHashes(most));
        using var file = new ModelFile(model);
        int place = Array.IndexOf(ModelFileLayout.Sections, SectionKind.LearnedPairs);
        int position = ModelFileLayout.HeadLength + place * ModelFileLayout.TableEntryLength;
        SectionEntry entry = file.Entry(SectionKind.LearnedPairs);

        // More than there may be, and all within the file: they start where another section does.
        (entry with { Offset = entry.Offset - 64, Length = entry.Length + change }).Write(file.Bytes.AsSpan(position));
        file.Seal();
        Assert.Contains("the header contradicts itself", file.Refused(file.Bytes).Message, StringComparison.Ordinal);
    }

    private static void AssertRefusedOrPadding(ModelFile file, int position, int bit, string hash)
    {
        file.Bytes[position] ^= (byte)(1 << bit);
        if (file.IsPadding(position))
        {
            using MfModel loaded = file.Load();
            Assert.Equal(hash, loaded.ComputeHash());
        }
        else
        {
            file.Refused(file.Bytes);
        }

        file.Bytes[position] ^= (byte)(1 << bit);
    }
}

using System.Text;
using FastMf.Data.Reading;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class GzipTests
{
    private static readonly byte[] Text =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i} {i * 7 % 31} {i % 5}\n")));

    [Fact]
    public void Gzip_is_recognized_by_its_content()
    {
        RatingReadResult plain = ReadingCase.Read(Text);
        RatingReadResult compressed = ReadingCase.Read(ReadingCase.Gzip(Text));

        Assert.False(plain.IsCompressed);
        Assert.True(compressed.IsCompressed);
        Assert.Equal(ReadingCase.Triples(plain), ReadingCase.Triples(compressed));
        Assert.Equal(40, compressed.LineCount);
    }

    [Fact]
    public void Members_are_read_one_after_the_other()
    {
        for (int cut = 0; cut <= Text.Length; cut += 5)
        {
            byte[] members = [.. ReadingCase.Gzip(Text.AsSpan(..cut)), .. ReadingCase.Gzip([]), .. ReadingCase.Gzip(Text.AsSpan(cut..))];
            Assert.Equal(40, ReadingCase.Read(members).Ratings.Count);
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_an_error()
    {
        byte[] member = ReadingCase.Gzip(Text);
        byte[] members = [.. member, .. member];
        for (int length = 2; length < members.Length; length++)
        {
            if (length != member.Length)
            {
                RatingFormatException failure = ReadingCase.Fails(members[..length]);
                Assert.Contains("the gzip data is damaged, cut off, or followed by other data", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_of_stored_blocks_cut_off_anywhere_is_an_error()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.NoCompression))
        {
            gzip.Write(Text);
        }

        byte[] stored = compressed.ToArray();
        for (int length = 2; length < stored.Length; length++)
        {
            Assert.Throws<RatingFormatException>(() => ReadingCase.Read(stored[..length]));
        }
    }

    [Fact]
    public void Damage_to_the_data_is_never_read_as_other_ratings()
    {
        byte[] sound = ReadingCase.Gzip(Text);
        string[] expected = ReadingCase.Triples(ReadingCase.Read(sound));
        for (int i = 0; i < 8 * sound.Length; i++)
        {
            byte[] damaged = (byte[])sound.Clone();
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                // Some bits do not touch the content: the time in the header, the padding behind the last block.
                Assert.Equal(expected, ReadingCase.Triples(ReadingCase.Read(damaged)));
            }
            catch (RatingFormatException)
            {
            }
        }
    }

    [Fact]
    public void Anything_behind_the_last_member_is_an_error()
    {
        byte[] sound = ReadingCase.Gzip(Text);

        Assert.Throws<RatingFormatException>(() => ReadingCase.Read([.. sound, 0]));
        Assert.Throws<RatingFormatException>(() => ReadingCase.Read([.. sound, .. "1 2 3\n"u8]));
        Assert.Throws<RatingFormatException>(() => ReadingCase.Read([.. sound, 0x1F]));
    }

    [Fact]
    public void An_empty_member_holds_no_ratings() =>
        Assert.Equal("ratings.csv: the file holds no ratings.", ReadingCase.Fails(ReadingCase.Gzip([])).Message);

    [Fact]
    public void A_bad_line_before_damage_is_the_error_whatever_the_number_of_threads()
    {
        // Incompressible ids fill several of the decompressor's blocks, so that the bad line comes out before the damage is met.
        var random = new FastMf.Numerics.SeededRandom(1);
        string[] lines = [.. Enumerable.Range(0, 20_000).Select(_ => $"{random.NextUInt64() >> 2} 1 1")];
        lines[100] = "bad";
        byte[] damaged = ReadingCase.Gzip(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        foreach (int threads in (int[])[1, 2, 8])
        {
            Assert.Equal(101, ReadingCase.Fails(damaged[..^1], new() { Threads = threads }, new() { BlockBytes = 4096 }).LineNumber);
        }
    }
}

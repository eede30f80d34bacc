using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Reading.Blocks;
using FastMf.Data.Reading.Input;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n  \t\n")]
    [InlineData("\uFEFF")]
    [InlineData("userId,movieId,rating,timestamp\n")]
    [InlineData("userId,movieId,rating,timestamp")]
    public void A_file_without_ratings_is_an_error(string text)
    {
        RatingFormatException failure = ReadingCase.Fails(text);

        Assert.Equal("ratings.csv: the file holds no ratings.", failure.Message);
        Assert.Equal(0, failure.LineNumber);
        Assert.Equal("", failure.LineText);
    }

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", 2)]
    [InlineData("1,2,3\n4,5,6", 2)]
    [InlineData("1,2,3\r\n4,5,6\r\n", 2)]
    [InlineData("1,2,3\r\n4,5,6\r", 2)]
    [InlineData("1,2,3\n4,5,6\n\n\n \n\t", 6)]
    [InlineData("\n\n1,2,3\n\n4,5,6\n", 5)]
    [InlineData("\uFEFF1,2,3\n4,5,6\n", 2)]
    public void Line_ends_blank_lines_and_a_byte_order_mark_do_not_matter(string text, int lines)
    {
        RatingReadResult result = ReadingCase.Read(text);

        Assert.Equal(["1 2 3", "4 5 6"], ReadingCase.Triples(result));
        Assert.Equal(lines, result.LineCount);
    }

    [Fact]
    public void Utf16_and_utf32_are_named_as_such()
    {
        Encoding[] encodings =
            [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true)];
        foreach (Encoding encoding in encodings)
        {
            RatingFormatException failure = ReadingCase.Fails([.. encoding.GetPreamble(), .. encoding.GetBytes("1,2,3\n")]);
            Assert.Contains("Convert it to UTF-8", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004rest of an archive", "zip archive")]
    [InlineData("one\n", "the format is not recognized")]
    [InlineData("1\0,2\0\n", "a zero byte")]
    public void A_file_of_another_kind_is_refused(string text, string message) =>
        Assert.Contains(message, ReadingCase.Fails(text).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_a_directory_and_a_missing_directory_are_typed_errors()
    {
        string missing = Path.Combine(_directory, "no-such-file.csv");
        Assert.Equal($"{missing}: the file does not exist. Check the path.", Fails(missing).Message);
        Assert.Equal($"{_directory}: this is a directory. Name a file in it.", Fails(_directory).Message);

        string deeper = Path.Combine(_directory, "no-such-directory", "ratings.csv");
        Assert.IsType<DirectoryNotFoundException>(Fails(deeper).InnerException);

        static RatingFormatException Fails(string path) => Assert.Throws<RatingFormatException>(() => RatingReader.Read(path));
    }

    [Fact]
    public void A_file_and_a_stream_give_the_same()
    {
        string path = Path.Combine(_directory, "ratings.txt");
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i % 977} {i % 1013} {i % 10}\n"));
        File.WriteAllText(path, text);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));

        string[] fromFile = ReadingCase.Triples(RatingReader.Read(path));
        string[] fromStream = ReadingCase.Triples(RatingReader.Read(stream, "stdin"));

        Assert.Equal(20_000, fromFile.Length);
        Assert.Equal(fromFile, fromStream);
        Assert.True(stream.CanRead, "the stream belongs to the caller");
    }

    [Fact]
    public void A_stream_that_gives_a_few_bytes_at_a_time_is_read_to_its_end()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i},1\n")));
        RatingReadResult result = RatingReader.Read(new TricklingStream(bytes, failAtEnd: false), "pipe");

        Assert.Equal(500, result.Ratings.Count);
    }

    [Fact]
    public void A_read_error_is_a_typed_error_that_keeps_its_cause()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i},1\n")));
        RatingFormatException failure = Assert.Throws<RatingFormatException>(
            () => RatingReader.Read(new TricklingStream(bytes, failAtEnd: true), "pipe"));

        Assert.Equal("pipe: the file could not be read to its end: the disk is gone", failure.Message);
        Assert.IsType<IOException>(failure.InnerException);
    }

    [Fact]
    public void A_cancelled_reading_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        using var stream = new MemoryStream("1,2,3\n"u8.ToArray());
        Assert.ThrowsAny<OperationCanceledException>(() => RatingReader.Read(stream, "a", null, source.Token));
    }

    [Fact]
    public void Options_out_of_range_are_argument_errors()
    {
        RatingReaderOptions[] wrong =
        [
            new() { SkipBadLines = -1 }, new() { Threads = -1 }, new() { Threads = 1025 }, new() { Format = (RatingFormat)9 },
            new() { Duplicates = (DuplicatePolicy)9 }, new() { UserIds = (IdKind)9 }, new() { ItemIds = (IdKind)9 },
        ];
        foreach (RatingReaderOptions options in wrong)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ReadingCase.Read("1,2,3\n", options));
        }

        using var unreadable = new FileStream(Path.Combine(_directory, "new"), FileMode.Create, FileAccess.Write);
        Assert.Throws<ArgumentException>(() => RatingReader.Read(unreadable, "new"));
    }

    [Fact]
    public void More_ratings_than_a_matrix_can_hold_are_an_error()
    {
        ReaderLimits tuning = ReadingCase.TinyBlocks with { MaxRatings = 3 };

        Assert.Equal(3, ReadingCase.Read("1 1 1\n2 2 2\n3 3 3\n", tuning: tuning).Ratings.Count);
        RatingFormatException failure = ReadingCase.Fails("1 1 1\n2 2 2\n3 3 3\n4 4 4\n", tuning: tuning);
        Assert.Contains("more than 3 ratings", failure.Message, StringComparison.Ordinal);
    }

    private sealed class TricklingStream(byte[] bytes, bool failAtEnd) : ForwardOnlyStream
    {
        private int _position;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(3, buffer.Length), bytes.Length - _position);
            if (count == 0 && failAtEnd)
            {
                throw new IOException("the disk is gone");
            }

            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}

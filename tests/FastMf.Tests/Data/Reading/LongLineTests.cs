using FastMf.Data.Reading;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class LongLineTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(1 << 19)]
    public void A_line_of_64_kilobytes_is_read_and_a_longer_one_is_malformed(int blockBytes)
    {
        string longest = "7," + new string(' ', 65_536 - 5) + "7,7";
        string tooLong = "8," + new string(' ', 65_536 - 4) + "8,8";
        string muchTooLong = "9," + new string(' ', 300_000) + "9,9";
        string text = $"1,1,1\n{longest}\n{tooLong}\n2,2,2\n{muchTooLong}\n3,3,3\n{tooLong}";
        RatingReadResult result = ReadingCase.Read(text, new() { SkipBadLines = 3 }, new() { BlockBytes = blockBytes });

        Assert.Equal(["1 1 1", "2 2 2", "3 3 3", "7 7 7"], ReadingCase.Triples(result));
        Assert.Equal([3L, 5L, 7L], result.BadLines.Select(bad => bad.LineNumber));
        Assert.All(result.BadLines, bad => Assert.Equal("it is longer than 65536 bytes", bad.Reason));
        Assert.All(result.BadLines, bad => Assert.Equal(83, bad.Text.Length));
        Assert.Equal(7, result.LineCount);
    }

    [Fact]
    public void A_blank_line_may_be_long_but_not_too_long()
    {
        string text = "1 2 3\n" + new string(' ', 65_536) + "\n4 5 6\n" + new string(' ', 65_537) + "\n";
        BadLine bad = Assert.Single(ReadingCase.Read(text, new() { SkipBadLines = 1 }).BadLines);

        Assert.Equal(4, bad.LineNumber);
    }

    [Fact]
    public void A_file_that_is_one_endless_line_is_refused()
    {
        Assert.Equal(1, ReadingCase.Fails("1,2," + new string('3', 1_000_000)).LineNumber);
        Assert.Contains("not recognized", ReadingCase.Fails(new string('3', 1_000_000)).Message, StringComparison.Ordinal);
        string blank = new('\n', 1_000_000);
        Assert.Contains("65537 bytes are blank", ReadingCase.Fails(blank + "1 2 3\n").Message, StringComparison.Ordinal);
    }
}

using System.Globalization;
using FastMf.Data.Reading;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class MalformedLineTests
{
    [Theory]
    [InlineData("1,2", "it has 2 fields, not 3 or 4 separated by commas (user, item, rating, timestamp)")]
    [InlineData("1,2,3,4,5", "it has 5 fields, not 3 or 4 separated by commas (user, item, rating, timestamp)")]
    [InlineData("1,2,abc", "the rating 'abc' is not a number")]
    [InlineData("1,2,3.5.1", "the rating '3.5.1' is not a number")]
    [InlineData("1,2,3 4", "the rating '3 4' is not a number")]
    [InlineData("1,2,0x1F", "the rating '0x1F' is not a number")]
    [InlineData("1,2,", "the rating is empty")]
    [InlineData("1,2,nan", "the rating 'nan' is not finite")]
    [InlineData("1,2,-inf", "the rating '-inf' is not finite")]
    [InlineData("1,2,Infinity", "the rating 'Infinity' is not finite")]
    [InlineData("1,2,1e39", "the rating '1e39' is not finite")]
    [InlineData(",2,3", "the user id is empty")]
    [InlineData("1, ,3", "the item id is empty")]
    [InlineData("bob,2,3", "the user id 'bob' is not an integer (to read such ids as text: UserIds = Text)")]
    [InlineData("1,2.0,3", "the item id '2.0' is not an integer (to read such ids as text: ItemIds = Text)")]
    [InlineData(
        "9223372036854775808,2,3",
        "the user id '9223372036854775808' does not fit into 64 bits (to read such ids as text: UserIds = Text)")]
    [InlineData("1,2,3\"", "the rating '3\"' is not a number")]
    [InlineData("1,\"2,3", "a quoted field is not closed")]
    [InlineData("1,\"2\"2,3", "text follows the closing quote of a field")]
    public void The_error_names_file_line_reason_and_text(string line, string reason)
    {
        RatingFormatException failure = ReadingCase.Fails($"user,item,rating\n1,1,1\n\n{line}\n2,2,2\n");

        Assert.Equal(ReadingCase.Name, failure.FilePath);
        Assert.Equal(4, failure.LineNumber);
        Assert.Equal(line, failure.LineText);
        Assert.Equal(
            $"ratings.csv, line 4: {reason}. Line: \"{line}\". "
            + "Correct the line, or allow a limited number of such lines to be left out (SkipBadLines).",
            failure.Message);
    }

    [Theory]
    [InlineData("1,2,3", "the timestamp is missing (the timestamps were asked for: ReadTimestamps)")]
    [InlineData("1,2,3,", "the timestamp is missing (the timestamps were asked for: ReadTimestamps)")]
    [InlineData("1,2,3,9.7e8", "the timestamp '9.7e8' is not a 64-bit integer")]
    [InlineData("1,2,3,9223372036854775808", "the timestamp '9223372036854775808' is not a 64-bit integer")]
    public void A_timestamp_that_was_asked_for_must_be_there(string line, string reason)
    {
        BadLine bad = Assert.Single(ReadingCase.Read($"1,1,1,1\n{line}\n", new() { ReadTimestamps = true, SkipBadLines = 1 }).BadLines);

        Assert.Equal(new BadLine(2, line, reason), bad);
    }

    [Fact]
    public void Libmf_has_no_fourth_field()
    {
        string message = ReadingCase.Fails("1 2 3 4\n").Message;
        Assert.Contains("it has 4 fields, not 3 separated by spaces (user, item, rating)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_shortened_and_control_characters_are_escaped()
    {
        string text = ReadingCase.Fails("1\t2\t3\n1\u0001\u001B[31m\t\u202E" + new string('x', 100) + "\t3\r\n").LineText;

        Assert.Equal(@"1\u0001\u001B[31m\t\u202E" + new string('x', 80 - @"1\u0001\u001B[31m\t\u202E".Length) + "...", text);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_shown_and_refused_as_text_ids()
    {
        byte[] latin1 = [(byte)'J', (byte)'o', 0xE9, (byte)',', (byte)'1', (byte)',', (byte)'2', (byte)'\n'];
        RatingFormatException failure = ReadingCase.Fails(latin1);

        Assert.Equal(@"Jo\xE9,1,2", failure.LineText);
        Assert.Contains(@"the user id 'Jo\xE9' is not valid UTF-8", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_bad_lines_as_allowed_are_left_out_and_reported()
    {
        RatingReadResult result = ReadingCase.Read("1,1,1\nx\n2,2,2\n3,3,\n", new() { SkipBadLines = 2 });

        Assert.Equal(["1 1 1", "2 2 2"], ReadingCase.Triples(result));
        Assert.Equal([2L, 4L], result.BadLines.Select(bad => bad.LineNumber));
        Assert.Equal(["x", "3,3,"], result.BadLines.Select(bad => bad.Text));
        Assert.Equal(4, result.LineCount);
    }

    [Fact]
    public void One_bad_line_more_than_allowed_is_the_error()
    {
        RatingFormatException failure = ReadingCase.Fails("1,1,1\nx\ny\nz\nv\n", new() { SkipBadLines = 2 });

        Assert.Equal(4, failure.LineNumber);
        Assert.Contains("one bad line more than the 2 allowed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_line_leaves_no_ids_behind()
    {
        RatingReadResult numbers = ReadingCase.Read("1,1,1\n7,8,x\n7,8,1,2,3\n", new() { SkipBadLines = 2 });
        RatingReadResult texts = ReadingCase.Read("a,b,1\nc,d,x\nc,,1\n", new() { SkipBadLines = 2 });

        Assert.Equal([1L], numbers.Ratings.Users.Integers.ToArray());
        Assert.Equal([1L], numbers.Ratings.Items.Integers.ToArray());
        Assert.Equal(["a"], texts.Ratings.Users.Texts.ToArray());
        Assert.Equal(["b"], texts.Ratings.Items.Texts.ToArray());
    }

    [Fact]
    public void A_file_of_tolerated_lines_only_says_what_is_wrong_with_them()
    {
        RatingFormatException failure = ReadingCase.Fails("1,2,x\n3,4,y\n", new() { SkipBadLines = 9 });

        Assert.Equal(0, failure.LineNumber);
        Assert.Equal(
            "ratings.csv: the file holds no ratings. All lines are malformed; line 1: the rating 'x' is not a number.", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_first_line_too_many_is_the_same_for_every_number_of_threads(int threads)
    {
        string text = string.Concat(Enumerable.Range(1, 3000).Select(line => line % 100 == 0
            ? "bad\n"
            : string.Create(CultureInfo.InvariantCulture, $"{line},1,1\n")));

        for (int tolerated = 0; tolerated < 30; tolerated += 7)
        {
            RatingFormatException failure = ReadingCase.Fails(text, new() { SkipBadLines = tolerated, Threads = threads });
            Assert.Equal(100 * (tolerated + 1), failure.LineNumber);
        }
    }
}

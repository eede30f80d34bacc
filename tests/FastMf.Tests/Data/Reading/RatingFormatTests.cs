using FastMf.Data;
using FastMf.Data.Reading;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class RatingFormatTests
{
    [Theory]
    [InlineData("196\t242\t3\t881250949\n186\t302\t3.5\t891717742\n", RatingFormat.Tab)]
    [InlineData("196::242::3::881250949\n186::302::3.5::891717742\n", RatingFormat.DoubleColon)]
    [InlineData("userId,movieId,rating,timestamp\n196,242,3.0,881250949\n186,302,3.5,891717742\n", RatingFormat.Csv)]
    [InlineData("userId,movieId,rating\n196,242,3.0\n186,302,3.5\n", RatingFormat.Csv)]
    [InlineData("user\titem\trating\n196\t242\t3.0\n186\t302\t3.5\n", RatingFormat.Tab)]
    [InlineData("196 242 3\n186 302 3.5\n", RatingFormat.Libmf)]
    public void A_format_is_detected_and_can_be_forced(string text, RatingFormat format)
    {
        string[] expected = ["186 302 3.5", "196 242 3"];
        RatingReadResult detected = ReadingCase.Read(text);
        RatingReadResult forced = ReadingCase.Read(text, new() { Format = format });

        Assert.Equal(format, detected.Format);
        Assert.Equal(format, forced.Format);
        Assert.Equal(expected, ReadingCase.Triples(detected));
        Assert.Equal(expected, ReadingCase.Triples(forced));
        Assert.Equal(text.Count(c => c == '\n'), detected.LineCount);
        Assert.False(detected.Ratings.HasTimestamps);
    }

    [Fact]
    public void A_forced_format_is_not_replaced_by_one_that_would_fit()
    {
        RatingFormatException failure = ReadingCase.Fails("1,2,3\n", new() { Format = RatingFormat.Tab });

        Assert.Equal(1, failure.LineNumber);
        Assert.Contains("it has 1 field, not 3 or 4 separated by tabs", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  1 ,\t2 , 3.5 \n")]
    [InlineData("1,2,3.5,\n")]
    [InlineData("\"1\",\"2\",\"3.5\"\n")]
    [InlineData(" \"1\" ,2, \"3.5\" , \"anything\"\n")]
    [InlineData("001,+2,+3.50,not looked at\n")]
    [InlineData("1,2,35e-1\n")]
    public void Csv_allows_white_space_and_quotes_around_fields(string text) =>
        Assert.Equal(["1 2 3.5"], ReadingCase.Triples(ReadingCase.Read(text, new() { Format = RatingFormat.Csv })));

    [Fact]
    public void Libmf_fields_may_be_aligned_with_spaces_and_tabs()
    {
        RatingReadResult result = ReadingCase.Read("  1   2 3\n 10\t20 -4.5  \n", new() { Format = RatingFormat.Libmf });

        Assert.Equal(["1 2 3", "10 20 -4.5"], ReadingCase.Triples(result));
    }

    [Fact]
    public void Quoted_text_keeps_commas_and_single_quotes_of_doubled_ones()
    {
        RatingReadResult result = ReadingCase.Read("\"Smith, \"\"J\"\"\",\"a \"\"b\"\" c\",4\nx\"y,z,5\n");

        Assert.Equal(["Smith, \"J\"", "x\"y"], result.Ratings.Users.Texts.ToArray());
        Assert.Equal(["a \"b\" c", "z"], result.Ratings.Items.Texts.ToArray());
    }

    [Fact]
    public void A_quoted_id_is_not_one_that_holds_the_quotes() =>
        Assert.Equal(["\"a\" x 1", "a x 2"], ReadingCase.Triples(ReadingCase.Read("\"\"\"a\"\"\",x,1\n\"a\",x,2\n")));

    [Fact]
    public void A_single_colon_belongs_to_a_text_id() =>
        Assert.Equal([":d e 2", "a:b c:d 1"], ReadingCase.Triples(ReadingCase.Read("a:b::c:d::1\n:d::e::2\n")));

    [Theory]
    [InlineData("\n \t\r\n1,2,3\n", null)]
    [InlineData("\n\nuser,item,rating\n1,2,3\n", "user,item,rating")]
    [InlineData("\"user\",\"item\",\"rating\"\r\n1,2,3\n", "\"user\",\"item\",\"rating\"")]
    [InlineData("\uFEFFuser,item,rating\n1,2,3", "user,item,rating")]
    public void A_header_is_the_first_line_that_is_not_blank(string text, string? header)
    {
        RatingReadResult result = ReadingCase.Read(text);

        Assert.Equal(header, result.Header);
        Assert.Equal(["1 2 3"], ReadingCase.Triples(result));
    }

    [Theory]
    [InlineData("1,item,rating\n", 1, "the item id 'item' is not an integer")]
    [InlineData("1,2,rating\n1,2,3\n", 1, "the rating 'rating' is not a number")]
    [InlineData("1,2,3\nuser,item,rating\n", 2, "the user id 'user' is not an integer")]
    public void A_line_that_is_no_header_is_not_taken_for_one(string text, int line, string reason)
    {
        RatingFormatException failure = ReadingCase.Fails(text, new() { UserIds = IdKind.Number, ItemIds = IdKind.Number });

        Assert.Equal(line, failure.LineNumber);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_without_a_header_take_none() =>
        Assert.Equal(1, ReadingCase.Fails("user::item::rating\n1::2::3\n", new() { UserIds = IdKind.Number }).LineNumber);

    [Fact]
    public void Ids_are_integers_or_text_column_by_column_as_in_the_first_rating()
    {
        RatingReadResult result = ReadingCase.Read("user,item,rating\nbob,7,1\n007,007,2\n7,8,3\n");

        Assert.Equal(["007", "7", "bob"], result.Ratings.Users.Texts.ToArray());
        Assert.Equal([7L, 8L], result.Ratings.Items.Integers.ToArray());
    }

    [Fact]
    public void Ids_can_be_forced_to_be_text()
    {
        RatingReadResult result = ReadingCase.Read("10 1 1\n9 2 2\n10 0x3 3\n", new() { UserIds = IdKind.Text, ItemIds = IdKind.Text });

        Assert.Equal(["10", "9"], result.Ratings.Users.Texts.ToArray());
        Assert.Equal(["10 0x3 3", "10 1 1", "9 2 2"], ReadingCase.Triples(result));
    }

    [Fact]
    public void Integer_ids_cover_64_bits_and_are_ordered_as_numbers()
    {
        string[] ids =
        [
            "-9223372036854775808", "-5", "0", "67108863", "67108864", "2147483648", "999999999999999999", "9223372036854775807",
        ];
        string text = string.Concat(ids.Reverse().Select(id => $"{id} {id} 1\n"));

        Assert.Equal(ids.Select(id => $"{id} {id} 1"), ReadingCase.Triples(ReadingCase.Read(text)));
    }

    [Fact]
    public void Text_ids_may_be_any_valid_utf8_of_any_length()
    {
        string[] ids =
        [
            "a", "ab", "abcdefgh", "abcdefghi", "ä", "日本語テキスト", "😀", new('x', 127), new('x', 128), new('x', 129), new('y', 5000),
        ];
        string text = string.Concat(ids.Concat(ids).Select((id, i) => $"{id}\titem\t{i}\n"));
        RatingReadResult result = ReadingCase.Read(text);

        Array.Sort(ids, StringComparer.Ordinal);
        Assert.Equal(ids, result.Ratings.Users.Texts.ToArray());
        Assert.Equal(ids.Length, result.Ratings.DuplicateCount);
    }

    [Fact]
    public void Timestamps_are_kept_when_asked_for()
    {
        RatingReadResult result = ReadingCase.Read(
            "1,2,3,881250949\n1,1,4,-62135596800\n1, 3 ,4, 9223372036854775807\n", new() { ReadTimestamps = true });

        Assert.Equal(["1 1 4 -62135596800", "1 2 3 881250949", "1 3 4 9223372036854775807"], ReadingCase.Triples(result));
    }
}

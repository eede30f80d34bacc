using System.Globalization;
using System.Text;
using FastMf.Data.Reading;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class NumberReadingTests
{
    [SeededProperty]
    public void A_rating_has_the_bits_of_the_float_nearest_to_its_text(NumbersCase drawn)
    {
        SeededRandom random = drawn.Random();
        string[] texts = new string[drawn.Numbers];
        for (int i = 0; i < texts.Length; i++)
        {
            ulong whole = random.NextUInt64() % (ulong)Math.Pow(10, random.NextInt32(12));
            string fraction = (random.NextUInt64() % 100_000_000_000).ToString("D11", CultureInfo.InvariantCulture);
            fraction = fraction[..(1 + random.NextInt32(11))];
            texts[i] = $"{(random.NextInt32(3) == 0 ? "-" : "")}{whole}{(random.NextInt32(4) == 0 ? "" : $".{fraction}")}";
        }

        AssertSameBits(texts);
    }

    [Fact]
    public void Borders_of_the_fast_way_are_rounded_correctly() => AssertSameBits(
    [
        "0", "-0", "0.0", "5.0", "9999999", "99999999", "1.6777215", "1.6777216", "1.6777217", "16777217", "16777219",
        "0.0000001", "0.00000001", "1234567.1234567", ".5", "5.", "1e-45", "3.4028235e38", "-1.5E+3",
        "0.12345678901234567890", "00000000000000000001.5",
    ]);

    [Fact]
    public void Every_byte_but_a_digit_ends_an_id()
    {
        for (int value = 0; value < 256; value++)
        {
            for (int length = 1; value != '\n' && length < 20; length++)
            {
                byte[] line = [.. Encoding.ASCII.GetBytes(new string('1', length)), (byte)value, .. "7,5,4\n"u8];
                RatingReaderOptions options = new() { SkipBadLines = 1, Format = RatingFormat.Csv };
                RatingReadResult result = ReadingCase.Read([.. "1,1,1\n"u8, .. line], options, new());
                bool isPartOfNumber = value is >= '0' and <= '9' && length <= 17;

                // A comma makes it "1...1", "7", "5" and a timestamp.
                Assert.Equal(isPartOfNumber || value == ',' ? 0 : 1, result.BadLines.Count);
            }
        }
    }

    [SeededProperty(Runs = 20)]
    public void Integers_of_any_length_are_read_or_refused_as_by_the_framework(NumbersCase drawn)
    {
        SeededRandom random = drawn.Random();
        string[] ids = [.. Enumerable.Range(0, drawn.Numbers).Select(_ =>
            string.Concat(Enumerable.Range(0, 1 + random.NextInt32(22)).Select(_ => (char)('0' + random.NextInt32(10)))))];
        string text = "1 1 1\n" + string.Concat(ids.Select(id => $"1 {id} 1\n"));
        string[] fitting = [.. ids.Where(id => long.TryParse(id, CultureInfo.InvariantCulture, out _))];
        RatingReadResult result = ReadingCase.Read(text, new() { SkipBadLines = ids.Length });

        Assert.Equal(
            fitting.Select(id => long.Parse(id, CultureInfo.InvariantCulture)).Append(1).Distinct().Order(),
            result.Ratings.Items.Integers.ToArray());
        Assert.Equal(ids.Length - fitting.Length, result.BadLines.Count);
    }

    private static void AssertSameBits(string[] texts)
    {
        RatingReadResult result = ReadingCase.Read(string.Concat(texts.Select((text, i) => $"1 {i} {text}\n")), tuning: new());

        Assert.Equal(
            texts.Select(text => BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture))),
            result.Ratings.ByUser.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    public sealed record NumbersCase([Between(1, 600)] int Numbers, int Seed) : SeededCase(Seed);
}

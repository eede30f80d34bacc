using System.Text;
using FastMf.Data;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data;

public sealed class IdMapTests
{
    [SeededProperty]
    public void Integers_are_mapped_both_ways_in_ascending_order(IdsCase drawn)
    {
        SeededRandom random = drawn.Random();
        long[] ids = new long[drawn.Ids];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = (long)random.NextUInt64() >> random.NextInt32(64);
        }

        IdMap map = IdMap.FromIntegers(ids);
        long[] expected = [.. ids.Distinct().Order()];

        Assert.Equal(expected, map.Integers.ToArray());
        Assert.Equal(expected.Length, map.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(map.TryGetIndex(expected[i], out int index));
            Assert.Equal(i, index);
            Assert.True(map.TryGetIndex(map.GetId(i), out index));
            Assert.Equal(i, index);
            bool next = map.TryGetIndex(unchecked(expected[i] + 1), out index);
            Assert.Equal(Array.BinarySearch(expected, unchecked(expected[i] + 1)) >= 0, next);
        }
    }

    [Fact]
    public void Texts_are_mapped_both_ways_in_ordinal_order()
    {
        IdMap map = IdMap.FromTexts(["b", "a", "B", "ä", "", "b", "10", "9"]);

        Assert.Equal(["", "10", "9", "B", "a", "b", "ä"], map.Texts.ToArray());
        Assert.True(map.Integers.IsEmpty);
        for (int i = 0; i < map.Count; i++)
        {
            Assert.True(map.TryGetIndex(map.GetId(i), out int index));
            Assert.Equal(i, index);
        }

        Assert.False(map.TryGetIndex("c", out int missing));
        Assert.Equal(-1, missing);
    }

    [Fact]
    public void A_map_of_text_holds_no_integers_and_one_of_integers_reads_text_as_such()
    {
        Assert.False(IdMap.FromTexts(["7"]).TryGetIndex(7, out int index));
        Assert.Equal(-1, index);
        IdMap numbers = IdMap.FromIntegers([7]);
        Assert.True(numbers.TryGetIndex("007", out index));
        Assert.Equal(0, index);
        Assert.False(numbers.TryGetIndex("seven", out index));
        Assert.Equal(-1, index);
    }

    [Fact]
    public void A_range_holds_its_indexes()
    {
        IdMap map = IdMap.Range(3);

        Assert.Equal([0L, 1L, 2L], map.Integers.ToArray());
        Assert.Equal(0, IdMap.Range(0).Count);
        Assert.False(map.TryGetIndex(3, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdMap.Range(-1));
    }

    [Fact]
    public void Indexes_in_another_map_are_found_across_kinds()
    {
        IdMap numbers = IdMap.FromIntegers([5, 7, 9]);

        Assert.Equal([0, 1, 2], numbers.IndexesIn(numbers));
        Assert.Equal([-1, 0, 1], numbers.IndexesIn(IdMap.FromIntegers([7, 9, 11])));
        Assert.Equal([-1, 0, 1], numbers.IndexesIn(IdMap.FromTexts(["7", "9"])));
        Assert.Equal([1, -1], IdMap.FromTexts(["7", "x"]).IndexesIn(numbers));
    }

    [Fact]
    public void Null_ids_are_argument_errors()
    {
        Assert.Throws<ArgumentNullException>(() => IdMap.FromTexts(null!));
        Assert.Throws<ArgumentNullException>(() => IdMap.FromTexts(["a", null!]));
        Assert.Throws<ArgumentNullException>(() => IdMap.Range(1).IndexesIn(null!));
    }

    [Fact]
    public void Ids_that_no_file_could_hold_are_argument_errors()
    {
        Assert.Throws<ArgumentException>("ids", () => IdMap.FromTexts(["a\uD83C"]));
        Assert.Throws<ArgumentException>("ids", () => IdMap.FromTexts(["\uDFAC\uD83C"]));
        Assert.Equal(1, IdMap.FromTexts(["\uD83C\uDFAC"]).Count);
    }

    [SeededProperty]
    public void Texts_are_known_by_their_bytes_in_a_file(TextsCase drawn)
    {
        SeededRandom random = drawn.Random();
        IdMap map = RandomTexts(random, drawn.Texts, drawn.Longest);
        (int[] lengths, byte[] utf8) = Bytes(map);
        Assert.True(map.Are(lengths, utf8));
        Assert.True(map.Are(lengths, [.. utf8, 0]));
        IdMap other = RandomTexts(random, drawn.OtherTexts, drawn.Longest);
        (int[] otherLengths, byte[] otherUtf8) = Bytes(other);
        Assert.Equal(map.Texts.SequenceEqual(other.Texts), map.Are(otherLengths, otherUtf8));
        if (utf8.Length > 0)
        {
            Assert.False(map.Are(lengths, utf8.AsSpan(0, utf8.Length - 1)));
            utf8[random.NextInt32(utf8.Length)] ^= 1;
            Assert.False(map.Are(lengths, utf8));
            int[] moved = [.. lengths];
            moved[random.NextInt32(lengths.Length)] = random.NextInt32(2) == 0 ? -1 : int.MaxValue;
            Assert.False(map.Are(moved, utf8));
        }

        Assert.False(IdMap.FromIntegers([1]).Are([1], "1"u8));
    }

    /// <summary>Of few letters.</summary>
    private static IdMap RandomTexts(SeededRandom random, int count, int longest)
    {
        string[] alphabet = ["a", "é", "中", "\U0001F3AC"];
        return IdMap.FromTexts(Enumerable.Range(0, count).Select(
            _ => string.Concat(Enumerable.Range(0, random.NextInt32(longest)).Select(_ => alphabet[random.NextInt32(alphabet.Length)]))));
    }

    private static (int[] Lengths, byte[] Utf8) Bytes(IdMap map)
    {
        byte[][] texts = [.. map.Texts.ToArray().Select(Encoding.UTF8.GetBytes)];
        return ([.. texts.Select(text => text.Length)], [.. texts.SelectMany(text => text)]);
    }

    public sealed record IdsCase([Between(0, 200)] int Ids, int Seed) : SeededCase(Seed);

    /// <summary>Short ones as a rule, so that two maps are equal now and then; long ones, which are compared in pieces.</summary>
    public sealed record TextsCase(
        [Between(0, 3)] int Texts, [Between(0, 3)] int OtherTexts, [Between(1, 700, Usually = 2)] int Longest, int Seed)
        : SeededCase(Seed);
}

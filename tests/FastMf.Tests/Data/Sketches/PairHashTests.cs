using FastMf.Data;
using FastMf.Data.Sketches;
using Xunit;

namespace FastMf.Tests.Data.Sketches;

public class PairHashTests
{
    /// <summary>
    /// Computed from docs/formats.md by another program. Another hash would recognize nothing that older models have learned from.
    /// </summary>
    [Theory]
    [InlineData("1", "1", 0x4af224471c807302)]
    [InlineData("7", "8", 0x6578e070f98311ec)]
    [InlineData("8", "7", 0x8cc773b58481eaaf)]
    [InlineData("-9223372036854775808", "9223372036854775807", 0xb00f3b8657b2e24f)]
    [InlineData("anna", "", 0x9aa798c6b31fc987)]
    [InlineData("中文-film-数据", "a longer id of several words, and more than the sixty-four bytes of a buffer", 0x9f3080ba06ec028f)]
    public void The_hash_is_that_of_the_format(string user, string item, ulong hash)
    {
        Assert.Equal(hash, Hash(IdMap.FromTexts([user]), IdMap.FromTexts([item])));
        if (long.TryParse(user, out long number))
        {
            Assert.Equal(hash, Hash(IdMap.FromIntegers([number]), IdMap.FromIntegers([long.Parse(item, null)])));
        }
    }

    [Fact]
    public void Ids_that_differ_in_anything_hash_differently()
    {
        string[] ids =
            ["", "\0", "\0\0", "a", "a\0", "A", "abcdefgh", "abcdefgh\0", "abcdefghi", "hgfedcba", "7", "07", "007", "é", "e\u0301"];
        IdMap map = IdMap.FromTexts(ids);
        ulong[] hashes =
        [
            .. from user in Enumerable.Range(0, map.Count) from item in Enumerable.Range(0, map.Count)
               select PairHash.Of(PairHash.OfUser(map, user), PairHash.OfItem(map, item)),
        ];
        Assert.Equal(ids.Length * ids.Length, hashes.Distinct().Count());
    }

    /// <summary>
    /// The numbers that ids usually are give hashes that look drawn: every bit of half of them is set, to 5 standard deviations.
    /// </summary>
    [Fact]
    public void Hashes_of_consecutive_ids_are_uniform()
    {
        IdMap map = IdMap.Range(300);
        int[] set = new int[64];
        for (int user = 0; user < map.Count; user++)
        {
            for (int item = 0; item < map.Count; item++)
            {
                ulong hash = PairHash.Of(PairHash.OfUser(map, user), PairHash.OfItem(map, item));
                for (int bit = 0; bit < set.Length; bit++)
                {
                    set[bit] += (int)(hash >> bit & 1);
                }
            }
        }

        Assert.All(set, count => Assert.InRange(count, 45_000 - 750, 45_000 + 750));
    }

    private static ulong Hash(IdMap users, IdMap items) => PairHash.Of(PairHash.OfUser(users, 0), PairHash.OfItem(items, 0));
}

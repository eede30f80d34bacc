using System.Text;
using FastMf.Data;
using FastMf.Data.Reading.Ids;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data.Reading.Ids;

public sealed class IdTableTests
{
    [SeededProperty(Runs = 10)]
    public void Text_ids_are_numbered_in_the_order_they_come_and_given_back(IdsCase drawn)
    {
        SeededRandom random = drawn.Random();
        var table = new Utf8IdTable();
        Dictionary<string, int> expected = [];
        for (int i = 0; i < drawn.Ids; i++)
        {
            // Zeros at the end must not be taken for the filling of the last word.
            string id = random.NextInt32(50) == 0
                ? new string('z', 1 + random.NextInt32(3000))
                : random.NextInt32(300) + new string('\0', random.NextInt32(3));
            expected.TryAdd(id, expected.Count);
            Assert.Equal(expected[id], table.FindOrAdd(Encoding.UTF8.GetBytes(id)));
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((string id, int number) in expected)
        {
            Assert.Equal(id, table.Text(number));
        }
    }

    [Fact]
    public void Ids_fill_more_than_one_page()
    {
        var table = new Utf8IdTable();
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => new string((char)('a' + i % 26), 60_000 + i))];
        foreach (string id in ids)
        {
            table.FindOrAdd(Encoding.UTF8.GetBytes(id));
        }

        Assert.Equal(ids, Enumerable.Range(0, ids.Length).Select(table.Text));
    }

    [SeededProperty(Runs = 30)]
    public void Codes_of_all_workers_become_indexes_of_one_sorted_map(IdsCase drawn)
    {
        SeededRandom random = drawn.Random();
        IdEncoder[] encoders = [.. Enumerable.Range(0, drawn.Workers).Select(_ => new IdEncoder(IdKind.Number))];
        List<(long Id, int Worker, int Code)> encoded = [];
        for (int i = drawn.Ids; i >= 0; i--)
        {
            long id = (long)random.NextUInt64() >> random.NextInt32(64);
            int worker = random.NextInt32(encoders.Length);
            encoded.Add((id, worker, encoders[worker].Encode(id)));
        }

        var unified = new IdDictionaryUnifier(IdKind.Number, encoders);
        Assert.Equal(encoded.Select(entry => entry.Id).Distinct().Order(), unified.Ids.Integers.ToArray());
        foreach ((long id, int worker, int code) in encoded)
        {
            Assert.Equal(id, unified.Ids.Integers[unified.IndexOf(code, unified.HashedIndexes(worker))]);
        }
    }

    public sealed record IdsCase([Between(1, 4000)] int Ids, [Between(1, 4)] int Workers, int Seed) : SeededCase(Seed);
}

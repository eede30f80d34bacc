using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Model;

/// <summary>
/// Ids of a model that was read from a file lie in its memory: they answer as those of the model that was saved, and end with it.
/// </summary>
public class FileIdsTests
{
    [SeededProperty(Runs = 120)]
    public void Integers_of_a_file_are_found_as_those_that_were_saved(IdsCase drawn)
    {
        SeededRandom random = drawn.Random();
        long[] ids =
            [.. Enumerable.Range(0, drawn.Ids).Select(_ => (long)random.NextUInt64() >> drawn.Shift), .. Extremes(random)];
        using MfModel saved = Of(IdMap.FromIntegers(ids), IdMap.FromTexts(["a"]));
        using var file = new ModelFile(saved);
        using MfModel read = Read(file, drawn.Map);
        Dictionary<long, int> positions = ids.Distinct().Order().Select((id, position) => (id, position)).ToDictionary();
        Assert.Equal(saved.Users.Integers, read.Users.Integers);
        Assert.Equal(positions.Count, read.Users.Count);
        long[] neighbours = [.. ids.SelectMany(id => new[] { id, unchecked(id - 1), unchecked(id + 1) })];
        foreach (long probe in neighbours.Concat([long.MinValue, 0, long.MaxValue]))
        {
            bool isThere = positions.TryGetValue(probe, out int position);
            Assert.Equal(isThere, read.Users.TryGetIndex(probe, out int index));
            Assert.Equal(isThere ? position : -1, index);
            Assert.Equal(isThere, read.TryGetUser($"{probe}", out UserIndex user));
            Assert.Equal(isThere ? position : -1, user.Value);
        }

        Assert.Equal(Enumerable.Range(0, ids.Distinct().Count()), read.Users.IndexesIn(saved.Users));
        Assert.Equal(Enumerable.Range(0, ids.Distinct().Count()), saved.Users.IndexesIn(read.Users));
    }

    [Theory]
    [InlineData(IdKind.Number, true)]
    [InlineData(IdKind.Number, false)]
    [InlineData(IdKind.Text, true)]
    [InlineData(IdKind.Text, false)]
    public void A_model_without_users_and_items_knows_none(IdKind ids, bool map)
    {
        IdMap none = ids == IdKind.Number ? IdMap.FromIntegers([]) : IdMap.FromTexts([]);
        using MfModel saved = Of(none, none);
        using var file = new ModelFile(saved);
        using MfModel read = Read(file, map);
        read.Verify();
        Assert.Equal((ids, 0), (read.Users.Kind, read.Users.Count));
        Assert.False(read.TryGetUser("0", out _));
        Assert.False(read.Items.TryGetIndex(0, out _));
        Assert.True(read.Items.Integers.IsEmpty && read.Items.Texts.IsEmpty);
    }

    /// <summary>The index is built by the first look-up or not at all: both ways the memory must not be read any more.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_lies_in_a_files_memory_is_gone_with_the_model(bool map, bool wasLookedUp)
    {
        using MfModel saved = Of(IdMap.FromIntegers([3, 5]), IdMap.FromTexts(["a"]));
        using var file = new ModelFile(saved);
        MfModel read = Read(file, map);
        (IdMap users, IdMap items) = (read.Users, read.Items);
        if (wasLookedUp)
        {
            Assert.True(read.TryGetUser("5", out _));
        }

        read.Dispose();
        Assert.Throws<ObjectDisposedException>(() => users.Integers.Length);
        Assert.Throws<ObjectDisposedException>(() => users.TryGetIndex(5, out _));
        Assert.Throws<ObjectDisposedException>(() => users.TryGetIndex("5", out _));
        Assert.Throws<ObjectDisposedException>(() => users.GetId(0));
        Assert.Throws<ObjectDisposedException>(() => users.IndexesIn(items));
        Assert.Throws<ObjectDisposedException>(() => read.TryGetUser("5", out _));
        Assert.Throws<ObjectDisposedException>(() => read.Predict("5", "a"));
        Assert.Throws<ObjectDisposedException>(() => read.UserBiases.Length);
        Assert.Throws<ObjectDisposedException>(() => read.ItemBiases.Length);
        Assert.Throws<ObjectDisposedException>(() => read.UserRatingCounts.Length);
        Assert.Throws<ObjectDisposedException>(() => read.ItemRatingCounts.Length);

        // Texts are objects of their own, and models share them.
        Assert.Equal("a", items.GetId(0));
        Assert.True(items.TryGetIndex("a", out _));
        read.Dispose();
    }

    [Fact]
    public void Ids_of_a_mapped_file_that_were_never_asked_for_are_gone_too()
    {
        using MfModel saved = Of(IdMap.FromIntegers([3, 5]), IdMap.FromTexts(["a"]));
        using var file = new ModelFile(saved);
        MfModel mapped = Read(file, map: true);
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapped.Users);
        Assert.Throws<ObjectDisposedException>(() => mapped.Items);
    }

    [Fact]
    public void Ids_that_others_made_stay_when_a_model_is_disposed_of()
    {
        IdMap ids = IdMap.FromIntegers([3, 5]);
        Of(ids, ids).Dispose();
        Assert.True(ids.TryGetIndex(5, out int index));
        Assert.Equal(1, index);
        Assert.Equal([3L, 5L], ids.Integers.ToArray());
    }

    private static long[] Extremes(SeededRandom random) => random.NextInt32(3) switch
    {
        0 => [],
        1 => [random.NextInt32(2) == 0 ? long.MinValue : long.MaxValue],
        _ => [long.MinValue, long.MaxValue],
    };

    private static MfModel Of(IdMap users, IdMap items)
    {
        var parameters = new ModelParameters(users.Count, items.Count, 2) { MinimumRating = 1, MaximumRating = 5 };
        using MfModel any = SmallModel.Create();
        return new MfModel(
            users, items, parameters, [.. Enumerable.Repeat(1, users.Count)], [.. Enumerable.Repeat(1, items.Count)], any.Info);
    }

    private static MfModel Read(ModelFile file, bool map) => map ? MfModel.Map(file.Path) : MfModel.Load(file.Path);

    public sealed record IdsCase([Between(0, 60)] int Ids, [Between(0, 63)] int Shift, bool Map, int Seed) : SeededCase(Seed);
}

using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Writing;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Tests.Data.Writing;

public sealed class WriteThenReadTests
{
    [Fact]
    public void The_reader_gives_back_generated_ratings()
    {
        RatingMatrix written = SharedRatings.MovieLens100K;

        AssertEqual(written, WriteAndRead(written));
    }

    [Fact]
    public void The_reader_gives_back_text_ids_and_any_finite_value()
    {
        RatingMatrix written = RatingMatrix.Create(
            IdMap.FromTexts(["alice", "bob", "\u00C9mile"]),
            IdMap.FromTexts(["item-1", "item-2", "\u6F22"]),
            new Rating[]
            {
                new(0, 0, 3.5f), new(0, 1, -0.1f), new(0, 2, 1e-20f), new(1, 0, float.MaxValue), new(1, 1, -float.Epsilon),
                new(2, 1, 0f), new(2, 2, 16777217f),
            });

        AssertEqual(written, WriteAndRead(written));
    }

    private static RatingMatrix WriteAndRead(RatingMatrix ratings)
    {
        using var stream = new MemoryStream();
        RatingWriter.Write(ratings, stream);
        stream.Position = 0;
        return RatingReader.Read(stream, "ratings.txt").Ratings;
    }

    private static void AssertEqual(RatingMatrix expected, RatingMatrix actual)
    {
        Assert.Equal(expected.Users.Kind, actual.Users.Kind);
        Assert.Equal(Ids(expected.Users), Ids(actual.Users));
        Assert.Equal(Ids(expected.Items), Ids(actual.Items));
        Assert.True(expected.ByUser.Offsets.SequenceEqual(actual.ByUser.Offsets));
        Assert.True(expected.ByUser.Indexes.SequenceEqual(actual.ByUser.Indexes));
        Assert.True(expected.ByUser.Values.SequenceEqual(actual.ByUser.Values));
    }

    private static IEnumerable<string> Ids(IdMap ids) => Enumerable.Range(0, ids.Count).Select(ids.GetId);
}

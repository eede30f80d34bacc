using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Data.Writing;
using FastMf.Numerics;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Tests.Data.Writing;

public sealed class RatingWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Lines_are_user_item_value_in_the_order_of_users_then_items()
    {
        RatingMatrix ratings = Matrix(
            IdMap.FromIntegers([-3, 7]), IdMap.FromTexts(["b", "\u00C5", "Ω\U0001F600"]), new(1, 0, 3.5f), new(0, 2, 4), new(0, 1, 0.5f));

        Assert.Equal("-3 \u00C5 0.5\n-3 Ω\U0001F600 4\n7 b 3.5\n", Text(ratings));
    }

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(-0f, "-0")]
    [InlineData(0.5f, "0.5")]
    [InlineData(5f, "5")]
    [InlineData(10f, "10")]
    [InlineData(99.5f, "99.5")]
    [InlineData(100f, "100")]
    [InlineData(-2.5f, "-2.5")]
    [InlineData(0.1f, "0.1")]
    [InlineData(3.14159274f, "3.1415927")]
    [InlineData(16777216f, "16777216")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(-float.Epsilon, "-1E-45")]
    public void Values_have_the_fewest_digits_that_give_them_back(float value, string text) =>
        Assert.Equal($"0 0 {text}\n", Text(Matrix(IdMap.Range(1), IdMap.Range(1), new Rating(0, 0, value))));

    [SeededProperty]
    public void The_text_gives_back_every_bit_of_the_ratings_for_every_number_of_threads(TextCase drawn)
    {
        RatingMatrix ratings = RandomRatings(drawn);
        string text = Text(ratings, threads: 1);
        int position = 0;
        string[] lines = text.Split('\n');
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            for (; position < ratings.ByUser.Offsets[user + 1]; position++)
            {
                string[] fields = lines[position].Split(' ');
                Assert.Equal(3, fields.Length);
                Assert.Equal(ratings.Users.GetId(user), fields[0]);
                Assert.Equal(ratings.Items.GetId(ratings.ByUser.Indexes[position]), fields[1]);
                Assert.Equal(
                    BitConverter.SingleToInt32Bits(ratings.ByUser.Values[position]),
                    BitConverter.SingleToInt32Bits(float.Parse(fields[2], CultureInfo.InvariantCulture)));
            }
        }

        Assert.Equal([""], lines[position..]);
        Assert.Equal(text, Text(ratings, threads: 3));
    }

    [Fact]
    public void Many_pieces_are_written_in_order()
    {
        RatingMatrix ratings = SharedRatings.MovieLens1M;
        string one = Text(ratings, threads: 1);

        Assert.Equal(one, Text(ratings, threads: 2));
        Assert.Equal(one, Text(ratings, threads: 8));
        Assert.Equal(1_000_209, one.AsSpan().Count('\n'));
        Assert.Equal(one, Naive(ratings));
    }

    [Fact]
    public void A_file_holds_the_same_text_as_a_stream_and_replaces_an_older_one()
    {
        RatingMatrix ratings = SharedRatings.MovieLens100K;
        string path = Path.Combine(_directory, "ratings.txt");
        File.WriteAllText(path, "old");
        RatingWriter.Write(ratings, path);

        Assert.Equal(Text(ratings), File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_directory));
    }

    [Fact]
    public void A_matrix_without_ratings_gives_an_empty_text() =>
        Assert.Equal("", Text(RatingMatrix.Create(IdMap.Range(3), IdMap.Range(2), ReadOnlyMemory<Rating>.Empty)));

    [Theory]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\n")]
    [InlineData("a\u00A0b")]
    [InlineData("a\u2003b")]
    [InlineData("")]
    public void An_id_that_would_not_come_back_is_refused_and_no_file_is_made(string id)
    {
        string path = Path.Combine(_directory, "ratings.txt");
        var bad = IdMap.FromTexts(["good", id]);
        var good = IdMap.FromTexts(["good", "better"]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => RatingWriter.Write(Matrix(bad, good, new Rating(0, 0, 1)), path));
        Assert.Contains("user id", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => RatingWriter.Write(Matrix(good, bad, new Rating(0, 0, 1)), path));
        Assert.Contains("item id", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cancelled_write_leaves_the_old_file_alone(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        string path = Path.Combine(_directory, "ratings.txt");
        File.WriteAllText(path, "old");
        RatingMatrix ratings = SharedRatings.MovieLens100K;

        Assert.ThrowsAny<OperationCanceledException>(() => RatingWriter.Write(ratings, path, threads, cancellation.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_error_of_a_stream_comes_out_as_it_is(int threads)
    {
        RatingMatrix ratings = SharedRatings.MovieLens1M;
        using var stream = new MemoryStream(new byte[1 << 20], writable: true);

        Assert.Throws<NotSupportedException>(() => RatingWriter.Write(ratings, stream, threads));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        RatingMatrix ratings = Matrix(IdMap.Range(1), IdMap.Range(1), new Rating(0, 0, 1));
        Assert.Throws<ArgumentNullException>(() => RatingWriter.Write(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => RatingWriter.Write(ratings, (string)null!));
        Assert.Throws<ArgumentException>(() => RatingWriter.Write(ratings, ""));
        Assert.Throws<ArgumentNullException>(() => RatingWriter.Write(ratings, (Stream)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingWriter.Write(ratings, Stream.Null, threads: -1));
    }

    private static RatingMatrix Matrix(IdMap users, IdMap items, params Rating[] ratings) => RatingMatrix.Create(users, items, ratings);

    private static string Text(RatingMatrix ratings, int threads = 0)
    {
        using var stream = new MemoryStream();
        RatingWriter.Write(ratings, stream, threads);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Naive(RatingMatrix ratings)
    {
        var text = new StringBuilder();
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"{ratings.Users.GetId(user)} {ratings.Items.GetId(row.Indexes[i])} {row.Values[i]}\n");
            }
        }

        return text.ToString();
    }

    private static RatingMatrix RandomRatings(TextCase drawn)
    {
        SeededRandom random = drawn.Random();
        IdMap users = RandomIds(random, drawn.Users);
        IdMap items = RandomIds(random, drawn.Items);
        var ratings = new Rating[drawn.Ratings];
        for (int i = 0; i < ratings.Length; i++)
        {
            float value = BitConverter.Int32BitsToSingle((int)random.NextUInt64());
            ratings[i] = new Rating(random.NextInt32(users.Count), random.NextInt32(items.Count), float.IsFinite(value) ? value : 1.5f);
        }

        return RatingMatrix.Create(users, items, ratings);
    }

    private static IdMap RandomIds(SeededRandom random, int count)
    {
        if (random.NextInt32(2) == 0)
        {
            return IdMap.FromIntegers([.. Enumerable.Range(0, count).Select(_ => (long)random.NextUInt64() >> random.NextInt32(60))]);
        }

        const string Letters = "aZ09-_.:é漢";
        return IdMap.FromTexts(Enumerable.Range(0, count).Select(_ =>
            string.Concat(Enumerable.Range(0, 1 + random.NextInt32(60)).Select(_ => Letters[random.NextInt32(Letters.Length)]))));
    }

    public sealed record TextCase([Between(1, 20)] int Users, [Between(1, 40)] int Items, [Between(0, 200)] int Ratings, int Seed)
        : SeededCase(Seed);
}

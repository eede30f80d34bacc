using System.IO.Compression;
using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Reading.Blocks;
using Xunit;

namespace FastMf.Tests.Data.Reading;

/// <summary>Reads text that tests write down, in blocks so small that every border is met.</summary>
internal static class ReadingCase
{
    public const string Name = "ratings.csv";

    public static readonly ReaderLimits TinyBlocks = new() { BlockBytes = 7, ChunkRatings = 3 };

    public static RatingReadResult Read(string text, RatingReaderOptions? options = null, ReaderLimits? tuning = null) =>
        Read(Encoding.UTF8.GetBytes(text), options, tuning);

    public static RatingReadResult Read(byte[] bytes, RatingReaderOptions? options = null, ReaderLimits? tuning = null) =>
        RatingReader.Read(
            new MemoryStream(bytes), Name, options ?? new RatingReaderOptions(), tuning ?? TinyBlocks, CancellationToken.None);

    public static RatingFormatException Fails(string text, RatingReaderOptions? options = null, ReaderLimits? tuning = null) =>
        Fails(Encoding.UTF8.GetBytes(text), options, tuning);

    public static RatingFormatException Fails(byte[] bytes, RatingReaderOptions? options = null, ReaderLimits? tuning = null) =>
        Assert.Throws<RatingFormatException>(() => Read(bytes, options, tuning));

    /// <summary>Every rating as "user item value" or "user item value timestamp", by user and item.</summary>
    public static string[] Triples(RatingReadResult result)
    {
        RatingMatrix ratings = result.Ratings;
        List<string> triples = [];
        for (int user = 0; user < ratings.Users.Count; user++)
        {
            int start = ratings.ByUser.Offsets[user];
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                string time = ratings.HasTimestamps ? FormattableString.Invariant($" {ratings.Timestamps[start + i]}") : "";
                string item = ratings.Items.GetId(row.Indexes[i]);
                triples.Add(FormattableString.Invariant($"{ratings.Users.GetId(user)} {item} {row.Values[i]}{time}"));
            }
        }

        return [.. triples];
    }

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}

using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Reading.Blocks;
using FastMf.Numerics;
using FastMf.TestCommon;
using FastMf.Tests.Data.Reading;
using Xunit;

namespace FastMf.Tests.Fuzzing;

public class RatingReaderFuzzTests
{
    private const long MaximumBytes = 64L << 20;

    private static readonly byte[][] Corpus =
    [
        .. new[]
        {
            "196\t242\t3\t881250949\n186\t302\t3\t891717742\n22\t377\t1\t878887116\n",
            "1::1193::5::978300760\n1::661::3::978302109\n2::1193::4.5::978301968\n",
            "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n1,1029,3.0,1260759179\n7,31,0.5,1260759182\n",
            "0 0 3.5\n0 2 1\n5 1 4e0\n5 1 2\n",
            "user,item,rating\n\"anna, b\",\"x \"\"y\"\"\",4\nben,z,.5\n",
            "\uFEFFanna\tx\t-1.25\r\n\r\nben\ty\t+3\r\n",
            "-9223372036854775808 9223372036854775807 3.4028235e38\n0 0 1e-45\n",
        }.Select(Encoding.UTF8.GetBytes),
        ReadingCase.Gzip("1,2,3\n4,5,6\n"u8),
    ];

    /// <summary>
    /// Whatever the bytes: a matrix that keeps its promises or a typed error, in bounded memory, and the same for blocks of any size.
    /// </summary>
    [Fact]
    public void Mutated_ratings_are_read_or_refused() => FuzzLoop.Run(nameof(Mutated_ratings_are_read_or_refused), 4000, MaximumBytes, random =>
    {
        byte[] bytes = ByteMutator.Mutate(random, Corpus[random.NextInt32(Corpus.Length)], Corpus[random.NextInt32(Corpus.Length)]);
        bytes = random.NextInt32(10) == 0 ? ReadingCase.Gzip(bytes) : bytes;
        RatingReaderOptions options = Options(random);
        string whole = Outcome(bytes, options, new ReaderLimits { BlockBytes = 1 << 12, ChunkRatings = 1 << 8 });
        string inPieces = Outcome(
            bytes, options, new ReaderLimits { BlockBytes = 1 + random.NextInt32(64), ChunkRatings = 1 + random.NextInt32(4) });
        Assert.Equal(whole, inPieces);
    });

    private static RatingReaderOptions Options(SeededRandom random) => new()
    {
        Format = random.NextInt32(2) == 0 ? RatingFormat.Auto : (RatingFormat)random.NextInt32(Enum.GetValues<RatingFormat>().Length),
        UserIds = random.NextInt32(2) == 0 ? null : (IdKind)random.NextInt32(2),
        ItemIds = random.NextInt32(2) == 0 ? null : (IdKind)random.NextInt32(2),
        Duplicates = (DuplicatePolicy)random.NextInt32(Enum.GetValues<DuplicatePolicy>().Length),
        SkipBadLines = random.NextInt32(3) * random.NextInt32(1000),
        ReadTimestamps = random.NextInt32(3) == 0,
        Threads = 1,
    };

    private static string Outcome(byte[] bytes, RatingReaderOptions options, ReaderLimits tuning)
    {
        try
        {
            RatingReadResult result = ReadingCase.Read(bytes, options, tuning);
            Assert.True(result.Ratings.Count > 0);
            Assert.False(result.Ratings.ByUser.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
            Assert.InRange(result.BadLines.Count, 0, options.SkipBadLines);
            return string.Join(
                '\n',
                [.. ReadingCase.Triples(result), .. result.BadLines.Select(bad => bad.ToString()), $"{result.LineCount} {result.Header}"]);
        }
        catch (Exception refused) when (refused is RatingFormatException or DuplicateRatingException)
        {
            Assert.NotEqual("", refused.Message);
            return refused.Message;
        }
    }
}

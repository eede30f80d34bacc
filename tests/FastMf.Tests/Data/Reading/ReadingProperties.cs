using FastMf.Data.Reading;
using FastMf.Data.Reading.Blocks;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Data.Reading;

public sealed class ReadingProperties
{
    [SeededProperty(Runs = 300)]
    public void Every_spelling_of_ratings_gives_their_matrix_for_every_number_of_threads(FileCase drawn)
    {
        SeededRandom random = drawn.Random();
        var file = new RandomRatingsFile(random, drawn.Ratings);
        byte[] bytes = drawn.Zipped ? ReadingCase.Gzip(file.Text) : file.Text;
        var tuning = new ReaderLimits { BlockBytes = drawn.BlockBytes, ChunkRatings = drawn.ChunkRatings };
        string[] expected = file.ExpectedTriples();
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            RatingReadResult result = ReadingCase.Read(bytes, file.Options with { Threads = threads }, tuning);

            Assert.Equal(expected, ReadingCase.Triples(result));
            Assert.Equal(file.Format, result.Format);
            Assert.Equal(file.LineCount, result.LineCount);
            Assert.Equal(file.Ratings.Count, result.Ratings.Count + result.Ratings.DuplicateCount);
            Assert.Equal(file.Ratings.Select(rating => rating.User).Distinct().Count(), result.Ratings.Users.Count);
            Assert.Equal(file.Ratings.Select(rating => rating.Item).Distinct().Count(), result.Ratings.Items.Count);
            Assert.Empty(result.BadLines);
        }
    }

    [SeededProperty(Runs = 1000)]
    public void Damaged_input_is_read_or_refused_and_never_crashes(DamageCase drawn)
    {
        SeededRandom random = drawn.Random();
        var file = new RandomRatingsFile(random, drawn.Ratings);
        byte[] bytes = drawn.Zipped ? ReadingCase.Gzip(file.Text) : file.Text;
        List<byte> damaged = [.. bytes];
        ReadOnlySpan<byte> awkward = "\n\r\t ,:\"\0-+.eE0179\u00FF"u8;
        for (int mutations = drawn.Mutations; mutations > 0 && damaged.Count > 0; mutations--)
        {
            int position = random.NextInt32(damaged.Count);
            switch (random.NextInt32(4))
            {
                case 0:
                    damaged[position] = (byte)random.NextInt32(256);
                    break;
                case 1:
                    damaged.RemoveRange(position, Math.Min(damaged.Count - position, 1 + random.NextInt32(10)));
                    break;
                case 2:
                    damaged.InsertRange(position, damaged.GetRange(position, Math.Min(damaged.Count - position, 30)));
                    break;
                default:
                    damaged.Insert(position, awkward[random.NextInt32(awkward.Length)]);
                    break;
            }
        }

        RatingReaderOptions options = file.Options with { SkipBadLines = random.NextInt32(4) };
        string expected = Outcome([.. damaged], options with { Threads = 1 }, blockBytes: 11);

        Assert.Equal(expected, Outcome([.. damaged], options with { Threads = 3 }, blockBytes: 40));
    }

    /// <summary>The same for every number of threads and every block size: the ratings and bad lines, or the error.</summary>
    private static string Outcome(byte[] bytes, RatingReaderOptions options, int blockBytes)
    {
        try
        {
            RatingReadResult result = ReadingCase.Read(bytes, options, new ReaderLimits { BlockBytes = blockBytes, ChunkRatings = 5 });
            IEnumerable<string> badLines = result.BadLines.Select(bad => bad.ToString());
            return string.Join('\n', [.. ReadingCase.Triples(result), .. badLines, $"{result.LineCount}"]);
        }
        catch (RatingFormatException refused)
        {
            return refused.Message;
        }
    }

    public sealed record FileCase(
        [Between(1, 60)] int Ratings, bool Zipped, [Between(1, 100)] int BlockBytes, [Between(1, 10)] int ChunkRatings, int Seed)
        : SeededCase(Seed);

    public sealed record DamageCase([Between(1, 60)] int Ratings, bool Zipped, [Between(1, 8)] int Mutations, int Seed) : SeededCase(Seed);
}

using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Lines;
using FastMf.Numerics;

namespace FastMf.Tests.Data.Reading;

/// <summary>Ratings written down in a random spelling of a random format, with what reading them must give.</summary>
internal sealed class RandomRatingsFile
{
    private static readonly string[] Texts =
        ["a", "B00X", "12345678", "user-name@example.com", "ä", "日本語", "x:y", "0", "-", "a quite long name of someone or other"];

    private readonly SeededRandom _random;
    private readonly bool _spaces;
    private readonly bool _quotes;
    private readonly bool _largeIds;

    public RandomRatingsFile(SeededRandom random, int ratings)
    {
        _random = random;
        Format = (RatingFormat)(1 + random.NextInt32(4));
        WithTimestamps = Format != RatingFormat.Libmf && Coin();
        _spaces = random.NextInt32(3) == 0;
        _largeIds = random.NextInt32(12) == 0;
        _quotes = Format == RatingFormat.Csv && Coin();
        Options = new RatingReaderOptions
        {
            Format = Coin() ? Format : RatingFormat.Auto,
            UserIds = Coin() ? IdKind.Text : IdKind.Number,
            ItemIds = Coin() ? IdKind.Text : IdKind.Number,
            Duplicates = (DuplicatePolicy)random.NextInt32(3),
            ReadTimestamps = WithTimestamps && Coin(),
        };
        Ratings = [.. Enumerable.Range(0, ratings).Select(_ => RandomRating())];
        Text = Write();
    }

    public RatingFormat Format { get; }

    public bool WithTimestamps { get; }

    public RatingReaderOptions Options { get; }

    public IReadOnlyList<(string User, string Item, float Value, long Timestamp)> Ratings { get; }

    public byte[] Text { get; }

    public int LineCount { get; private set; }

    /// <summary>The triples of the matrix, computed by grouping and sorting.</summary>
    public string[] ExpectedTriples() =>
    [
        .. Ratings
            .GroupBy(rating => (rating.User, rating.Item))
            .OrderBy(group => Key(group.Key.User, Options.UserIds))
            .ThenBy(group => group.Key.User, StringComparer.Ordinal)
            .ThenBy(group => Key(group.Key.Item, Options.ItemIds))
            .ThenBy(group => group.Key.Item, StringComparer.Ordinal)
            .Select(group => FormattableString.Invariant($"{group.Key.User} {group.Key.Item} {Merge(group.Select(rating => rating.Value))}")
                + (Options.ReadTimestamps ? FormattableString.Invariant($" {group.Last().Timestamp}") : "")),
    ];

    private static long Key(string id, IdKind? kind) => kind == IdKind.Number ? long.Parse(id, CultureInfo.InvariantCulture) : 0;

    private float Merge(IEnumerable<float> values)
    {
        double sum = 0;
        int count = 0;
        float last = 0;
        foreach (float value in values)
        {
            sum += value;
            count++;
            last = value;
        }

        return count == 1 || Options.Duplicates == DuplicatePolicy.Last ? last
            : Options.Duplicates == DuplicatePolicy.Mean ? (float)(sum / count)
            : (float)sum;
    }

    private (string User, string Item, float Value, long Timestamp) RandomRating() => (
        RandomId(Options.UserIds),
        RandomId(Options.ItemIds),
        float.Parse(RandomValue(), CultureInfo.InvariantCulture),
        (long)_random.NextUInt64() >> _random.NextInt32(64));

    private string RandomId(IdKind? kind)
    {
        if (kind == IdKind.Text)
        {
            string text = Texts[_random.NextInt32(Texts.Length)];

            // Fields of LIBMF hold no spaces.
            return Format == RatingFormat.Libmf ? text.Replace(' ', '_') : text;
        }

        long id = _random.NextInt32(4) switch
        {
            // Tables for ids of some 25 bits take megabytes: in few files only, for the sake of the time.
            0 when _largeIds => IdEncoder.BitmapLimit - 2 + _random.NextInt32(4),
            0 => (long)_random.NextUInt64() >> (Coin() ? _random.NextInt32(37) : 48 + _random.NextInt32(16)),
            _ => _random.NextInt32(12),
        };
        return id.ToString(CultureInfo.InvariantCulture);
    }

    private string RandomValue() => _random.NextInt32(6) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{_random.NextInt32(100)}"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{_random.NextInt32(10)}.{_random.NextInt32(10)}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"-{_random.NextInt32(10)}.{_random.NextInt32(100_000_000)}"),
        3 => string.Create(CultureInfo.InvariantCulture, $"{_random.NextInt32(int.MaxValue)}.{_random.NextInt32(int.MaxValue)}"),
        4 => string.Create(CultureInfo.InvariantCulture, $"{_random.NextGaussian():E8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(float)_random.NextGaussian()}"),
    };

    private byte[] Write()
    {
        string newLine = Coin() ? "\n" : "\r\n";
        var text = new StringBuilder(Coin() ? "\uFEFF" : "");
        List<string> lines = [];
        if (Format is RatingFormat.Csv or RatingFormat.Tab && Coin())
        {
            lines.Add(string.Join(Separator(), ["user", "item", "rating"]));
        }

        foreach ((string user, string item, float value, long timestamp) in Ratings)
        {
            List<string> fields = [Field(user), Field(item), Field(value.ToString(CultureInfo.InvariantCulture))];
            if (WithTimestamps)
            {
                fields.Add(Field(timestamp.ToString(CultureInfo.InvariantCulture)));
            }

            lines.Add(string.Join(Separator(), fields));
            if (_random.NextInt32(20) == 0)
            {
                lines.Add(Coin() ? "" : "  ");
            }
        }

        text.AppendJoin(newLine, lines);
        text.Append(Coin() ? newLine : "");
        LineCount = text.ToString().Count(c => c == '\n') + (text[^1] == '\n' ? 0 : 1);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private string Field(string field)
    {
        field = _quotes && Coin() ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
        return _spaces && Coin() ? $" {field} " : field;
    }

    private string Separator() => Encoding.UTF8.GetString(LineSplitter.Separator(Format));

    private bool Coin() => _random.NextInt32(2) == 0;
}

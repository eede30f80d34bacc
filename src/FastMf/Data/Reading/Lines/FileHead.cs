using FastMf.Data.Reading.Input;

namespace FastMf.Data.Reading.Lines;

/// <summary>What the beginning of a file tells about the rest: its encoding, its format, a header, and what its ids are.</summary>
/// <param name="Lines">What the lines look like.</param>
/// <param name="Header">The text of the header, or null.</param>
/// <param name="Start">Where the lines with ratings begin, in bytes.</param>
/// <param name="FirstLine">The number of the line that begins there.</param>
internal sealed record FileHead(LineFormat Lines, string? Header, int Start, long FirstLine)
{
    /// <summary>One more than the longest line has, so that the first fits; fixed, so that the size of blocks changes nothing.</summary>
    public const int Bytes = BlockSource.MaxLineBytes + 1;

    /// <param name="head">The first <see cref="Bytes"/> bytes of the file, or all if it has fewer.</param>
    /// <param name="options">May force the format and the kinds of the ids.</param>
    /// <param name="name">The file, for messages.</param>
    /// <exception cref="RatingFormatException">The file is not one of ratings.</exception>
    public static FileHead Analyze(ReadOnlySpan<byte> head, RatingReaderOptions options, string name)
    {
        RejectOtherEncodings(head, name);
        bool complete = head.Length < Bytes;
        int start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        long lineNumber = 0;
        int end = start;
        ReadOnlySpan<byte> line;
        int lineStart;
        do
        {
            lineStart = end;
            if (lineStart == head.Length)
            {
                throw RatingFormatException.ForFile(
                    name, complete ? "the file holds no ratings." : $"the first {Bytes} bytes are blank. Is this a ratings file?");
            }

            line = NextLine(head, ref end);
            lineNumber++;
        }
        while (LineReader.IsBlank(line));

        RatingFormat format = options.Format == RatingFormat.Auto ? Detect(line, name) : options.Format;
        bool lineIsWhole = complete || head[end - 1] == '\n';
        string? header = null;
        if (lineIsWhole && IsHeader(line, format))
        {
            header = Excerpt.Of(line.Trim(LineSplitter.WhiteSpace));
            start = end;
        }

        (IdKind users, IdKind items) = IdKinds(head[(header is null ? lineStart : end)..], format);
        var lines = new LineFormat(format, options.UserIds ?? users, options.ItemIds ?? items, options.ReadTimestamps);
        return new FileHead(lines, header, start, header is null ? 1 : lineNumber + 1);
    }

    private static RatingFormat Detect(ReadOnlySpan<byte> line, string name)
    {
        if (line.Contains((byte)0))
        {
            throw RatingFormatException.ForFile(name, "the first line holds a zero byte; this is not a text file in UTF-8.");
        }

        return line.IndexOf("::"u8) >= 0 ? RatingFormat.DoubleColon
            : line.Trim(LineSplitter.WhiteSpace).Contains((byte)'\t') ? RatingFormat.Tab
            : line.Contains((byte)',') ? RatingFormat.Csv
            : line.Trim(LineSplitter.WhiteSpace).Contains((byte)' ') ? RatingFormat.Libmf
            : throw RatingFormatException.ForFile(
                name,
                "the format is not recognized: the first line has no '::', tab, comma or space between fields. "
                + $"Line: \"{Excerpt.Of(line)}\". Is this a ratings file? If so, name its format (Format; tool: --format).");
    }

    /// <summary>A first line whose rating is no number and whose user is no integer names the columns.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> line, RatingFormat format) =>
        format is RatingFormat.Csv or RatingFormat.Tab
        && LineSplitter.Split(line, format, out LineFields fields) is null
        && !LineReader.IsNumber(fields.Value)
        && !LineReader.IsInteger(fields.User);

    /// <summary>Told from the first line that has a rating; a malformed one tells nothing.</summary>
    private static (IdKind Users, IdKind Items) IdKinds(ReadOnlySpan<byte> rest, RatingFormat format)
    {
        for (int end = 0; end < rest.Length;)
        {
            ReadOnlySpan<byte> line = NextLine(rest, ref end);
            if (LineSplitter.Split(line, format, out LineFields fields) is null
                && LineReader.IsNumber(fields.Value) && !fields.User.IsEmpty && !fields.Item.IsEmpty)
            {
                return (KindOf(fields.User), KindOf(fields.Item));
            }
        }

        return (IdKind.Number, IdKind.Number);
    }

    private static IdKind KindOf(ReadOnlySpan<byte> field) => LineReader.IsInteger(field) ? IdKind.Number : IdKind.Text;

    private static ReadOnlySpan<byte> NextLine(ReadOnlySpan<byte> text, scoped ref int position)
    {
        int length = text[position..].IndexOf((byte)'\n');
        int start = position;
        position = length < 0 ? text.Length : start + length + 1;
        return length < 0 ? text[start..] : text.Slice(start, length);
    }

    private static void RejectOtherEncodings(ReadOnlySpan<byte> head, string name)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || head.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0xFE, 0xFF]))
        {
            throw RatingFormatException.ForFile(name, "the file is encoded in UTF-16 or UTF-32. Convert it to UTF-8.");
        }

        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            throw RatingFormatException.ForFile(
                name, "the file is a zip archive. Unpack it and read the ratings file inside; of compressed files only gzip is read.");
        }
    }
}

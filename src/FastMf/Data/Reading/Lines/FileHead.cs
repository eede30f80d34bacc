namespace FastMf.Data.Reading.Lines;

/// <summary>What is detected from the beginning of a file: its format, a header, and the kinds of its ids.</summary>
/// <param name="Lines">What the lines look like.</param>
/// <param name="Header">The text of the header, or null.</param>
/// <param name="Start">Where the lines with ratings begin, in bytes.</param>
/// <param name="FirstLine">The number of the line that begins there.</param>
internal sealed record FileHead(LineFormat Lines, string? Header, int Start, long FirstLine)
{
    /// <summary>The bytes looked at: one more than the longest line has. Fixed, so that the size of blocks changes nothing.</summary>
    public const int Bytes = LineSplitter.MaxLineBytes + 1;

    /// <param name="head">The first <see cref="Bytes"/> bytes of the file, or all if it has fewer.</param>
    /// <param name="options">May force the format and the kinds of the ids.</param>
    /// <param name="name">The file, for messages.</param>
    /// <exception cref="RatingFormatException">The file is not one of ratings.</exception>
    public static FileHead Detect(ReadOnlySpan<byte> head, RatingReaderOptions options, string name)
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
        while (LineSplitter.IsBlank(line));

        RatingFormat format = options.Format == RatingFormat.Auto ? DetectFormat(line, name) : options.Format;
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

    private static RatingFormat DetectFormat(ReadOnlySpan<byte> line, string name)
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
                + $"Line: \"{Excerpt.Of(line)}\". Is this a ratings file? If so, name its format (Format).");
    }

    /// <summary>A first line whose third field is not a number and whose first is not an integer names the columns.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> line, RatingFormat format) =>
        format is RatingFormat.Csv or RatingFormat.Tab
        && LineSplitter.Split(line, format, out LineFields fields) is null
        && !FieldParser.IsNumber(fields.Value)
        && !FieldParser.IsInteger(fields.User);

    /// <summary>The kinds of the ids in the first well-formed line.</summary>
    private static (IdKind Users, IdKind Items) IdKinds(ReadOnlySpan<byte> rest, RatingFormat format)
    {
        for (int end = 0; end < rest.Length;)
        {
            ReadOnlySpan<byte> line = NextLine(rest, ref end);
            if (LineSplitter.Split(line, format, out LineFields fields) is null
                && FieldParser.IsNumber(fields.Value) && !fields.User.IsEmpty && !fields.Item.IsEmpty)
            {
                return (KindOf(fields.User), KindOf(fields.Item));
            }
        }

        return (IdKind.Number, IdKind.Number);
    }

    private static IdKind KindOf(ReadOnlySpan<byte> field) => FieldParser.IsInteger(field) ? IdKind.Number : IdKind.Text;

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

/// <summary>The format of the lines of one file, once it is known.</summary>
internal sealed record LineFormat(RatingFormat Format, IdKind Users, IdKind Items, bool WithTimestamps);

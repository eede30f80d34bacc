namespace FastMf.Data.Reading.Lines;

/// <summary>Splits a line into fields by the full rules of a format: white space around fields, quotes, any number of fields.</summary>
internal static class LineSplitter
{
    /// <summary>A longer line is malformed.</summary>
    public const int MaxLineBytes = 1 << 16;

    public static ReadOnlySpan<byte> WhiteSpace => " \t\r\v\f"u8;

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.Length <= MaxLineBytes && line.IndexOfAnyExcept(WhiteSpace) < 0;

    /// <summary>Finds the fields; returns what is wrong with the line, as the part of a sentence, or null.</summary>
    public static string? Split(ReadOnlySpan<byte> line, RatingFormat format, out LineFields fields)
    {
        fields = default;
        switch (format)
        {
            case RatingFormat.Csv:
                if (SplitQuoted(line, ref fields) is string problem)
                {
                    return problem;
                }

                break;
            case RatingFormat.Libmf:
                SplitAtWhiteSpace(line, ref fields);
                break;
            default:
                SplitAt(line, Separator(format), ref fields);
                break;
        }

        return fields.Count >= 3 && fields.Count <= MaxFields(format) ? null : WrongCount(fields.Count, format);
    }

    public static int MaxFields(RatingFormat format) => format == RatingFormat.Libmf ? 3 : 4;

    public static ReadOnlySpan<byte> Separator(RatingFormat format) => format switch
    {
        RatingFormat.Tab => "\t"u8,
        RatingFormat.DoubleColon => "::"u8,
        RatingFormat.Csv => ","u8,
        _ => " "u8,
    };

    private static void SplitAt(ReadOnlySpan<byte> line, ReadOnlySpan<byte> separator, scoped ref LineFields fields)
    {
        int end;
        while ((end = line.IndexOf(separator)) >= 0)
        {
            fields.Add(line[..end]);
            line = line[(end + separator.Length)..];
        }

        fields.Add(line);
    }

    private static void SplitAtWhiteSpace(ReadOnlySpan<byte> line, scoped ref LineFields fields)
    {
        line = line.Trim(WhiteSpace);
        while (!line.IsEmpty)
        {
            int end = line.IndexOfAny(WhiteSpace);
            end = end < 0 ? line.Length : end;
            fields.Add(line[..end]);
            line = line[end..].TrimStart(WhiteSpace);
        }
    }

    private static string? SplitQuoted(ReadOnlySpan<byte> line, ref LineFields fields)
    {
        while (true)
        {
            ReadOnlySpan<byte> trimmed = line.TrimStart(WhiteSpace);
            if (trimmed.IsEmpty || trimmed[0] != '"')
            {
                int comma = line.IndexOf((byte)',');
                fields.Add(comma < 0 ? line : line[..comma]);
                if (comma < 0)
                {
                    return null;
                }

                line = line[(comma + 1)..];
                continue;
            }

            int close = ClosingQuote(trimmed);
            if (close < 0)
            {
                return "a quoted field is not closed";
            }

            ReadOnlySpan<byte> content = trimmed[1..close];
            fields.Add(content.Contains((byte)'"') ? Unescape(content) : content);
            ReadOnlySpan<byte> after = trimmed[(close + 1)..].TrimStart(WhiteSpace);
            if (after.IsEmpty)
            {
                return null;
            }

            if (after[0] != ',')
            {
                return "text follows the closing quote of a field";
            }

            line = after[1..];
        }
    }

    private static int ClosingQuote(ReadOnlySpan<byte> field)
    {
        for (int i = 1; i < field.Length; i++)
        {
            if (field[i] == '"')
            {
                if (i + 1 == field.Length || field[i + 1] != '"')
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

    /// <summary>Every pair of quotes stands for one. Allocates: quotes inside ids are rare.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> content)
    {
        byte[] single = new byte[content.Length];
        int length = 0;
        for (int i = 0; i < content.Length; i++)
        {
            single[length++] = content[i];
            i += content[i] == '"' ? 1 : 0;
        }

        return single[..length];
    }

    private static string WrongCount(int count, RatingFormat format)
    {
        string found = count == 1 ? "it has 1 field" : $"it has {count} fields";
        string separator = format switch
        {
            RatingFormat.Tab => "tabs",
            RatingFormat.DoubleColon => "'::'",
            RatingFormat.Csv => "commas",
            _ => "spaces",
        };
        return format == RatingFormat.Libmf
            ? $"{found}, not 3 separated by {separator} (user, item, rating)"
            : $"{found}, not 3 or 4 separated by {separator} (user, item, rating, timestamp)";
    }
}

using System.Globalization;
using System.Text;
using System.Text.Unicode;
using FastMf.Data.Reading.Blocks;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Input;

namespace FastMf.Data.Reading.Lines;

/// <summary>
/// Reads one line by all the rules, and says what is wrong with a malformed one. <see cref="BlockParser"/> reads most lines faster
/// and hands over the others.
/// </summary>
internal sealed class LineReader(LineFormat format, IdEncoder users, IdEncoder items)
{
    private const NumberStyles IntegerStyle = NumberStyles.AllowLeadingSign;
    private const NumberStyles DecimalStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.Length <= BlockSource.MaxLineBytes && line.IndexOfAnyExcept(LineSplitter.WhiteSpace) < 0;

    /// <summary>Takes the rating of a line that is not blank, or says what is wrong. A malformed line leaves no ids behind.</summary>
    public string? Read(ReadOnlySpan<byte> line, RatingBuffer ratings)
    {
        if (line.Length > BlockSource.MaxLineBytes)
        {
            return $"it is longer than {BlockSource.MaxLineBytes} bytes";
        }

        long user = 0, item = 0, timestamp = 0;
        float value = 0;
        string? problem = LineSplitter.Split(line, format.Format, out LineFields fields)
            ?? CheckId(fields.User, format.Users, "user", out user)
            ?? CheckId(fields.Item, format.Items, "item", out item)
            ?? ReadValue(fields.Value, out value)
            ?? ReadTimestamp(fields, out timestamp);
        if (problem is null)
        {
            int userCode = format.Users == IdKind.Text ? users.Note(fields.User) : users.Note(user);
            int itemCode = format.Items == IdKind.Text ? items.Note(fields.Item) : items.Note(item);
            ratings.Add(userCode, itemCode, value, timestamp);
        }

        return problem;
    }

    /// <summary>Whether a field is an integer, of any size.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> digits = !field.IsEmpty && field[0] is (byte)'-' or (byte)'+' ? field[1..] : field;
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Whether a field is meant as a number, finite or not.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> field) =>
        float.TryParse(field, DecimalStyle, CultureInfo.InvariantCulture, out _) || IsInfinity(field);

    private static string? CheckId(ReadOnlySpan<byte> field, IdKind kind, string what, out long id)
    {
        id = 0;
        if (field.IsEmpty)
        {
            return $"the {what} id is empty";
        }

        if (kind == IdKind.Text)
        {
            return Utf8.IsValid(field) ? null : $"the {what} id '{Excerpt.Of(field)}' is not valid UTF-8";
        }

        if (long.TryParse(field, IntegerStyle, CultureInfo.InvariantCulture, out id))
        {
            return null;
        }

        string option = what == "user" ? nameof(RatingReaderOptions.UserIds) : nameof(RatingReaderOptions.ItemIds);
        return IsInteger(field)
            ? $"the {what} id '{Excerpt.Of(field)}' does not fit into 64 bits (to read such ids as text: {option} = Text; tool: --ids text)"
            : $"the {what} id '{Excerpt.Of(field)}' is not an integer (to read such ids as text: {option} = Text; tool: --ids text)";
    }

    private static string? ReadValue(ReadOnlySpan<byte> field, out float value)
    {
        if (float.TryParse(field, DecimalStyle, CultureInfo.InvariantCulture, out value) && float.IsFinite(value))
        {
            return null;
        }

        return field.IsEmpty ? "the rating is empty"
            : IsNumber(field) ? $"the rating '{Excerpt.Of(field)}' is not finite"
            : $"the rating '{Excerpt.Of(field)}' is not a number";
    }

    private string? ReadTimestamp(LineFields fields, out long timestamp)
    {
        timestamp = 0;
        if (!format.WithTimestamps || long.TryParse(fields.Timestamp, IntegerStyle, CultureInfo.InvariantCulture, out timestamp))
        {
            return null;
        }

        return fields.Timestamp.IsEmpty
            ? "the timestamp is missing (the timestamps were asked for: ReadTimestamps; tool: --test-newest)"
            : $"the timestamp '{Excerpt.Of(fields.Timestamp)}' is not a 64-bit integer";
    }

    /// <summary>The spellings of other languages; .NET reads "Infinity" and "NaN" only.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> field) =>
        Ascii.EqualsIgnoreCase(field.TrimStart("+-"u8), "inf");
}

/// <summary>What the lines of one file look like, once that is known.</summary>
internal sealed record LineFormat(RatingFormat Format, IdKind Users, IdKind Items, bool WithTimestamps);

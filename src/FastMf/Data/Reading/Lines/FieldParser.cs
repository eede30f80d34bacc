using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FastMf.Data.Reading.Lines;

/// <summary>Parses one field by all the rules; what is wrong with it is returned as the part of a sentence, or null.</summary>
internal static class FieldParser
{
    private const NumberStyles IntegerStyle = NumberStyles.AllowLeadingSign;
    private const NumberStyles DecimalStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Whether a field is an integer, of any size.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> digits = !field.IsEmpty && field[0] is (byte)'-' or (byte)'+' ? field[1..] : field;
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Whether a field is meant as a number, finite or not.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> field) =>
        float.TryParse(field, DecimalStyle, CultureInfo.InvariantCulture, out _) || IsInfinity(field);

    /// <summary>Parses an id of an integer column; checks one of a text column.</summary>
    /// <param name="field">The field.</param>
    /// <param name="kind">The kind of the ids in this column.</param>
    /// <param name="what">"user" or "item".</param>
    /// <param name="id">The integer; 0 for text.</param>
    public static string? ParseId(ReadOnlySpan<byte> field, IdKind kind, string what, out long id)
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
        string problem = IsInteger(field) ? "does not fit into 64 bits" : "is not an integer";
        return $"the {what} id '{Excerpt.Of(field)}' {problem} (to read such ids as text: {option} = Text)";
    }

    /// <summary>Parses a finite rating.</summary>
    public static string? ParseRating(ReadOnlySpan<byte> field, out float rating)
    {
        if (float.TryParse(field, DecimalStyle, CultureInfo.InvariantCulture, out rating) && float.IsFinite(rating))
        {
            return null;
        }

        return field.IsEmpty ? "the rating is empty"
            : IsNumber(field) ? $"the rating '{Excerpt.Of(field)}' is not finite"
            : $"the rating '{Excerpt.Of(field)}' is not a number";
    }

    /// <summary>Parses a timestamp.</summary>
    public static string? ParseTimestamp(ReadOnlySpan<byte> field, out long timestamp)
    {
        if (long.TryParse(field, IntegerStyle, CultureInfo.InvariantCulture, out timestamp))
        {
            return null;
        }

        return field.IsEmpty
            ? "the timestamp is missing (the timestamps were asked for: ReadTimestamps)"
            : $"the timestamp '{Excerpt.Of(field)}' is not a 64-bit integer";
    }

    /// <summary>The spellings of other languages; .NET reads "Infinity" and "NaN" only.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> field) =>
        Ascii.EqualsIgnoreCase(field.TrimStart("+-"u8), "inf");
}

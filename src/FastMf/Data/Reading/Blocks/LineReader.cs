using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Lines;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// Reads one line by all the rules, and says what is wrong with a malformed one. <see cref="BlockParser"/> reads most lines faster
/// and hands over the others.
/// </summary>
internal sealed class LineReader(LineFormat format, IdEncoder users, IdEncoder items)
{
    /// <summary>Adds the rating of a line that is not blank, or returns what is wrong; a malformed line leaves no ids behind.</summary>
    public string? Read(ReadOnlySpan<byte> line, RatingBuffer ratings)
    {
        if (line.Length > LineSplitter.MaxLineBytes)
        {
            return $"it is longer than {LineSplitter.MaxLineBytes} bytes";
        }

        long user = 0, item = 0, timestamp = 0;
        float rating = 0;
        string? problem = LineSplitter.Split(line, format.Format, out LineFields fields)
            ?? FieldParser.ParseId(fields.User, format.Users, "user", out user)
            ?? FieldParser.ParseId(fields.Item, format.Items, "item", out item)
            ?? FieldParser.ParseRating(fields.Value, out rating)
            ?? (format.WithTimestamps ? FieldParser.ParseTimestamp(fields.Timestamp, out timestamp) : null);
        if (problem is null)
        {
            int userCode = format.Users == IdKind.Text ? users.Encode(fields.User) : users.Encode(user);
            int itemCode = format.Items == IdKind.Text ? items.Encode(fields.Item) : items.Encode(item);
            ratings.Add(userCode, itemCode, rating, timestamp);
        }

        return problem;
    }
}

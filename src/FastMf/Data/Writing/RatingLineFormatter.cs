using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastMf.Data.Writing;

/// <summary>Formats ratings as lines of text into pooled memory.</summary>
internal static class RatingLineFormatter
{
    /// <summary>More than the longest shortest-round-trip text of a float, such as -1.1754944E-38; a long takes 20 bytes at most.</summary>
    private const int NumberBytes = 24;

    /// <summary>Bytes of a line whose ids have six digits or letters.</summary>
    private const int UsualLineBytes = 16;

    /// <summary>
    /// The lines of <paramref name="count"/> ratings from position <paramref name="start"/> on, in the order of users; the caller disposes
    /// of them.
    /// </summary>
    public static ArrayPoolBufferWriter<byte> Format(RatingMatrix ratings, int start, int count)
    {
        var lines = new ArrayPoolBufferWriter<byte>(count * UsualLineBytes);
        int end = start + count;
        for (int user = UserOf(ratings, start); start < end; user++)
        {
            int rowEnd = Math.Min(end, ratings.ByUser.Offsets[user + 1]);
            if (rowEnd > start)
            {
                FormatRow(lines, ratings, user, start..rowEnd);
                start = rowEnd;
            }
        }

        return lines;
    }

    private static void FormatRow(ArrayPoolBufferWriter<byte> lines, RatingMatrix ratings, int user, Range row)
    {
        // The id and the blank after it are formatted once for all lines of a user.
        using SpanOwner<byte> field = SpanOwner<byte>.Allocate(IdBytes(ratings.Users, user) + 1);
        int fieldBytes = WriteId(ratings.Users, user, field.Span);
        field.Span[fieldBytes++] = (byte)' ';
        ReadOnlySpan<byte> userField = field.Span[..fieldBytes];

        ReadOnlySpan<int> items = ratings.ByUser.Indexes[row];
        ReadOnlySpan<float> values = ratings.ByUser.Values[row];
        for (int i = 0; i < items.Length; i++)
        {
            Span<byte> line = lines.GetSpan(userField.Length + IdBytes(ratings.Items, items[i]) + NumberBytes + 2);
            userField.CopyTo(line);
            int length = userField.Length;
            length += WriteId(ratings.Items, items[i], line[length..]);
            line[length++] = (byte)' ';
            length += WriteValue(values[i], line[length..]);
            line[length++] = (byte)'\n';
            lines.Advance(length);
        }
    }

    private static int UserOf(RatingMatrix ratings, int position)
    {
        int found = ratings.ByUser.Offsets[1..].BinarySearch(position);

        // The row whose end lies beyond the position: empty rows that end at it are passed over by Format.
        return found < 0 ? ~found : found;
    }

    private static int IdBytes(IdMap ids, int index) =>
        ids.Kind == IdKind.Number ? NumberBytes : Encoding.UTF8.GetMaxByteCount(ids.Texts[index].Length);

    private static int WriteId(IdMap ids, int index, Span<byte> target)
    {
        if (ids.Kind == IdKind.Text)
        {
            return Encoding.UTF8.GetBytes(ids.Texts[index], target);
        }

        bool fits = Utf8Formatter.TryFormat(ids.Integers[index], target, out int written);
        Debug.Assert(fits);
        return written;
    }

    private static int WriteValue(float value, Span<byte> target)
    {
        // Half stars are most of what is ever written. (0 is left out: it may be -0.)
        int doubled = value is > 0 and < 100 ? (int)(value * 2) : 0;
        if (doubled > 0 && doubled == value * 2)
        {
            return WriteHalves(doubled, target);
        }

        bool fits = value.TryFormat(target, out int written, default, CultureInfo.InvariantCulture);
        Debug.Assert(fits);
        return written;
    }

    private static int WriteHalves(int doubled, Span<byte> target)
    {
        int whole = doubled >> 1;
        int length = 0;
        if (whole >= 10)
        {
            target[length++] = (byte)('0' + whole / 10);
        }

        target[length++] = (byte)('0' + whole % 10);
        if ((doubled & 1) != 0)
        {
            target[length++] = (byte)'.';
            target[length++] = (byte)'5';
        }

        return length;
    }
}

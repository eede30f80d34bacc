using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastMf.Data.Writing;

/// <summary>Formats a run of ratings into a buffer of its own, which it keeps for the next run.</summary>
internal sealed class RatingLineFormatter(RatingMatrix ratings)
{
    /// <summary>The longest shortest-round-trip text of a float, such as -1.1754944E-38, rounded up; a long takes 20 bytes at most.</summary>
    private const int NumberBytes = 24;

    private byte[] _buffer = [];
    private byte[] _userField = [];
    private int _length;

    /// <summary>The lines of the last run.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, _length);

    /// <summary>Formats <paramref name="count"/> ratings from position <paramref name="start"/> in the order of users.</summary>
    public void Format(int start, int count)
    {
        _length = 0;
        int end = start + count;
        int user = UserOf(start);
        while (start < end)
        {
            int rowEnd = Math.Min(end, ratings.ByUser.Offsets[user + 1]);
            if (rowEnd > start)
            {
                FormatRow(UserField(user), start, rowEnd);
                start = rowEnd;
            }

            user++;
        }
    }

    private void FormatRow(ReadOnlySpan<byte> userField, int start, int end)
    {
        ReadOnlySpan<int> items = ratings.ByUser.Indexes[start..end];
        ReadOnlySpan<float> values = ratings.ByUser.Values[start..end];
        for (int i = 0; i < items.Length; i++)
        {
            Span<byte> line = Room(userField.Length + IdBytes(ratings.Items, items[i]) + NumberBytes + 2);
            userField.CopyTo(line);
            int length = userField.Length;
            length += WriteId(ratings.Items, items[i], line[length..]);
            line[length++] = (byte)' ';
            length += WriteValue(values[i], line[length..]);
            line[length++] = (byte)'\n';
            _length += length;
        }
    }

    /// <summary>The id and the blank after it, formatted once for all lines of a user.</summary>
    private ReadOnlySpan<byte> UserField(int user)
    {
        int bytes = IdBytes(ratings.Users, user) + 1;
        if (_userField.Length < bytes)
        {
            _userField = new byte[bytes];
        }

        int length = WriteId(ratings.Users, user, _userField);
        _userField[length++] = (byte)' ';
        return _userField.AsSpan(0, length);
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, (int)Math.Clamp(_buffer.Length * 2L, (long)_length + bytes + (1 << 16), Array.MaxLength));
        }

        return _buffer.AsSpan(_length);
    }

    private int UserOf(int position)
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

using System.Runtime.CompilerServices;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Input;
using FastMf.Data.Reading.Lines;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// The inner loop of the reader: the ratings of one block after another, for one worker. A line in the usual spelling (fields of
/// plain digits or known text, one separator, no white space or quotes) is read in passing; every other one by
/// <see cref="LineReader"/>, whose result the fast way must match exactly.
/// </summary>
internal sealed unsafe class BlockParser
{
    /// <summary>Longer text ids are left to the careful way.</summary>
    private const int LongestWords = 16;

    private static readonly ulong LineFeeds = SwarBytes.Repeat((byte)'\n');

    private readonly LineReader _lines;
    private readonly RatingBuffer _ratings;
    private readonly int _worker;
    private readonly int _tolerance;
    private readonly bool _textUsers;
    private readonly bool _textItems;
    private readonly bool _withTimestamps;
    private readonly bool _mayHaveTimestamps;
    private readonly bool _quotes;
    private readonly byte _separator;
    private readonly int _separatorLength;
    private readonly ulong _separators;
    private readonly ulong[] _key = new ulong[LongestWords];

    public BlockParser(int worker, LineFormat format, int tolerance, ReaderLimits tuning)
    {
        _worker = worker;
        _tolerance = tolerance;
        _textUsers = format.Users == IdKind.Text;
        _textItems = format.Items == IdKind.Text;
        _withTimestamps = format.WithTimestamps;
        _mayHaveTimestamps = LineSplitter.MaxFields(format.Format) > 3;
        _quotes = format.Format == RatingFormat.Csv;
        _separator = LineSplitter.Separator(format.Format)[0];
        _separatorLength = LineSplitter.Separator(format.Format).Length;
        _separators = SwarBytes.Repeat(_separator);
        Users = new IdEncoder(format.Users);
        Items = new IdEncoder(format.Items);
        _lines = new LineReader(format, Users, Items);
        _ratings = new RatingBuffer(worker, tuning.ChunkRatings, format.WithTimestamps);
    }

    public IdEncoder Users { get; }

    public IdEncoder Items { get; }

    /// <summary>Reads a block; stops early only when it alone holds more bad lines than are tolerated.</summary>
    public BlockResult Parse(byte[] buffer, Block block)
    {
        _ratings.Begin(block.Length);
        List<BadLine> badLines = [];
        long line = 0;
        fixed (byte* start = buffer)
        {
            byte* end = start + block.Length;
            for (byte* p = start; p < end && badLines.Count <= _tolerance; line++)
            {
                byte* next = ReadPlainLine(p);
                if (next == null)
                {
                    var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
                    int length = rest.IndexOf((byte)'\n');
                    ReadAnyLine(rest[..length], line, badLines);
                    next = p + length + 1;
                }

                p = next;
            }
        }

        return new BlockResult(block.Sequence, line, _ratings.End(), badLines);
    }

    private void ReadAnyLine(ReadOnlySpan<byte> text, long line, List<BadLine> badLines)
    {
        if (!LineReader.IsBlank(text) && _lines.Read(text, _ratings) is string problem)
        {
            badLines.Add(new BadLine(line, Excerpt.Of(text.TrimEnd((byte)'\r')), problem));
        }
    }

    /// <summary>Reads the line at <paramref name="p"/> if it is a plain one, and returns where the next begins; otherwise null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* ReadPlainLine(byte* p)
    {
        long timestamp = 0;
        if (!ReadPlainId(ref p, _textUsers, Users, out long user) || !ReadSeparator(ref p)
            || !ReadPlainId(ref p, _textItems, Items, out long item) || !ReadSeparator(ref p)
            || !SwarDigits.TryReadDecimal(ref p, out float value))
        {
            return null;
        }

        if (_mayHaveTimestamps && *p == _separator)
        {
            if (!ReadSeparator(ref p) || !SwarDigits.TryReadInteger(ref p, out timestamp))
            {
                return null;
            }
        }
        else if (_withTimestamps)
        {
            return null;
        }

        p += *p == '\r' ? 1 : 0;
        if (*p != '\n')
        {
            return null;
        }

        // Only now, since a malformed line must not leave its ids behind.
        int userCode = _textUsers ? (int)user : Users.Note(user);
        int itemCode = _textItems ? (int)item : Items.Note(item);
        _ratings.Add(userCode, itemCode, value, timestamp);
        return p + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadSeparator(ref byte* p)
    {
        bool found = *p == _separator & p[_separatorLength - 1] == _separator;
        p += _separatorLength;
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadPlainId(ref byte* p, bool text, IdEncoder column, out long id) =>
        text ? ReadKnownText(ref p, column, out id) : SwarDigits.TryReadInteger(ref p, out id);

    /// <summary>Reads a text id that has occurred before, and gives its code; new ones are checked by the careful way.</summary>
    private bool ReadKnownText(ref byte* p, IdEncoder column, out long code)
    {
        code = 0;
        int words = 0;
        int length = 0;
        int run;
        do
        {
            if (words == LongestWords)
            {
                return false;
            }

            ulong bytes = SwarBytes.Load(p + length);
            run = SwarBytes.LengthBefore(bytes, _separators, LineFeeds);
            length += run;
            if (run > 0)
            {
                _key[words++] = run == 8 ? bytes : bytes & ((1UL << (8 * run)) - 1);
            }
        }
        while (run == 8);

        if (length == 0 || p[0] <= ' ' || p[length - 1] <= ' ' || (_quotes && p[0] == '"'))
        {
            return false;
        }

        int number = column.Texts!.Find(_key.AsSpan(0, words), length);
        code = ~number;
        p += length;
        return number >= 0;
    }
}

/// <summary>What one block held; the bad lines are numbered within the block, from 0.</summary>
internal sealed record BlockResult(int Sequence, long LineCount, List<EncodedSegment> Segments, List<BadLine> BadLines);

using System.Runtime.CompilerServices;
using FastMf.Data.Reading.Ids;
using FastMf.Data.Reading.Input;
using FastMf.Data.Reading.Lines;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// The inner loop of the reader: parses one block after another for one worker. A plain line (fields of digits or of text ids seen
/// before, one separator, no white space or quotes) takes a fast path; every other one goes to <see cref="LineReader"/>, whose result
/// the fast path must match exactly.
/// </summary>
internal sealed unsafe class BlockParser
{
    /// <summary>The fast path leaves longer text ids to <see cref="LineReader"/>.</summary>
    private const int MaxIdWords = 16;

    private static readonly ulong LineFeeds = SwarBytes.Broadcast((byte)'\n');

    private readonly LineReader _lines;
    private readonly RatingBuffer _ratings;
    private readonly int _worker;
    private readonly int _maxBadLines;
    private readonly bool _textUsers;
    private readonly bool _textItems;
    private readonly bool _withTimestamps;
    private readonly bool _mayHaveTimestamps;
    private readonly bool _quotes;
    private readonly byte _separator;
    private readonly int _separatorLength;
    private readonly ulong _separators;
    private readonly ulong[] _key = new ulong[MaxIdWords];

    public BlockParser(int worker, LineFormat format, int maxBadLines, ReaderLimits limits)
    {
        _worker = worker;
        _maxBadLines = maxBadLines;
        _textUsers = format.Users == IdKind.Text;
        _textItems = format.Items == IdKind.Text;
        _withTimestamps = format.WithTimestamps;
        _mayHaveTimestamps = LineSplitter.MaxFields(format.Format) > 3;
        _quotes = format.Format == RatingFormat.Csv;
        _separator = LineSplitter.Separator(format.Format)[0];
        _separatorLength = LineSplitter.Separator(format.Format).Length;
        _separators = SwarBytes.Broadcast(_separator);
        Users = new IdEncoder(format.Users);
        Items = new IdEncoder(format.Items);
        _lines = new LineReader(format, Users, Items);
        _ratings = new RatingBuffer(worker, limits.ChunkRatings, format.WithTimestamps);
    }

    public IdEncoder Users { get; }

    public IdEncoder Items { get; }

    /// <summary>Parses a block; stops early only when it alone holds more bad lines than are allowed.</summary>
    /// <param name="buffer">The block and <see cref="BlockSource.Padding"/> readable bytes behind it.</param>
    /// <param name="block">Its place and length.</param>
    public BlockResult Parse(ReadOnlySpan<byte> buffer, Block block)
    {
        _ratings.BeginBlock(block.Length);
        List<BadLine> badLines = [];
        long line = 0;
        fixed (byte* start = buffer)
        {
            byte* end = start + block.Length;
            for (byte* p = start; p < end && badLines.Count <= _maxBadLines; line++)
            {
                byte* next = ReadPlainLine(p);
                if (next == null)
                {
                    var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
                    int length = rest.IndexOf((byte)'\n');
                    ReadLine(rest[..length], line, badLines);
                    next = p + length + 1;
                }

                p = next;
            }
        }

        return new BlockResult(block.Sequence, line, _ratings.EndBlock(), badLines);
    }

    private void ReadLine(ReadOnlySpan<byte> text, long line, List<BadLine> badLines)
    {
        if (!LineSplitter.IsBlank(text) && _lines.Read(text, _ratings) is string problem)
        {
            badLines.Add(new BadLine(line, Excerpt.Of(text.TrimEnd((byte)'\r')), problem));
        }
    }

    /// <summary>Reads the line at <paramref name="p"/> if it is plain, and returns where the next one begins; otherwise null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* ReadPlainLine(byte* p)
    {
        long timestamp = 0;
        if (!ReadPlainId(ref p, _textUsers, Users, out long user) || !ReadSeparator(ref p)
            || !ReadPlainId(ref p, _textItems, Items, out long item) || !ReadSeparator(ref p)
            || !SwarDigits.TryParseDecimal(ref p, out float value))
        {
            return null;
        }

        if (_mayHaveTimestamps && *p == _separator)
        {
            if (!ReadSeparator(ref p) || !SwarDigits.TryParseInteger(ref p, out timestamp))
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
        int userCode = _textUsers ? (int)user : Users.Encode(user);
        int itemCode = _textItems ? (int)item : Items.Encode(item);
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
    private bool ReadPlainId(ref byte* p, bool text, IdEncoder ids, out long id) =>
        text ? ReadKnownText(ref p, ids, out id) : SwarDigits.TryParseInteger(ref p, out id);

    /// <summary>Reads a text id that has occurred before, and returns its code; a new one is left to <see cref="LineReader"/>.</summary>
    private bool ReadKnownText(ref byte* p, IdEncoder ids, out long code)
    {
        code = 0;
        int words = 0;
        int length = 0;
        int count;
        do
        {
            if (words == MaxIdWords)
            {
                return false;
            }

            ulong bytes = SwarBytes.Load(p + length);
            count = SwarBytes.IndexOfEither(bytes, _separators, LineFeeds);
            length += count;
            if (count > 0)
            {
                _key[words++] = count == 8 ? bytes : bytes & ((1UL << (8 * count)) - 1);
            }
        }
        while (count == 8);

        if (length == 0 || p[0] <= ' ' || p[length - 1] <= ' ' || (_quotes && p[0] == '"'))
        {
            return false;
        }

        int number = ids.Texts!.Find(_key.AsSpan(0, words), length);
        code = ~number;
        p += length;
        return number >= 0;
    }
}

/// <summary>What one block held; the bad lines are numbered within the block, from 0.</summary>
internal sealed record BlockResult(int Sequence, long LineCount, List<EncodedSegment> Segments, List<BadLine> BadLines);

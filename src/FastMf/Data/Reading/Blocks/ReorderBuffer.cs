namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// Puts the results of blocks, which finish in any order, into the order of the file. Bad lines get their line numbers here. The first
/// bad line beyond those allowed is the same for any number of workers: every block before it has been taken, so it will be finished.
/// </summary>
internal sealed class ReorderBuffer(string name, long firstLine, int maxBadLines, long maxRatings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, BlockResult> _pending = [];
    private readonly List<BadLine> _badLines = [];
    private List<EncodedSegment> _segments = [];
    private int _next;
    private long _line = firstLine;

    /// <summary>Why reading has to stop, if it has to.</summary>
    public RatingFormatException? Failure { get; private set; }

    public IReadOnlyList<BadLine> BadLines => _badLines;

    /// <summary>The number of lines, those before the first block included.</summary>
    public long LineCount => _line - 1;

    public long RatingCount { get; private set; }

    /// <summary>Adds the result of one block; false when the rest of the file need not be read.</summary>
    public bool Add(BlockResult result)
    {
        lock (_lock)
        {
            _pending.Add(result.Sequence, result);
            while (Failure is null && _pending.Remove(_next, out BlockResult? next))
            {
                _next++;
                Append(next);
            }

            return Failure is null;
        }
    }

    /// <summary>Hands over the segments in file order and drops them, so that they can be collected once they are sorted.</summary>
    public List<EncodedSegment> TakeSegments()
    {
        List<EncodedSegment> segments = _segments;
        _segments = [];
        return segments;
    }

    private void Append(BlockResult block)
    {
        foreach (BadLine local in block.BadLines)
        {
            BadLine bad = local with { LineNumber = _line + local.LineNumber };
            if (_badLines.Count == maxBadLines)
            {
                Failure = RatingFormatException.ForLine(name, bad, maxBadLines);
                return;
            }

            _badLines.Add(bad);
        }

        _line += block.LineCount;
        _segments.AddRange(block.Segments);
        RatingCount += block.Segments.Sum(segment => (long)segment.Ratings.Length);
        if (RatingCount > maxRatings)
        {
            Failure = RatingFormatException.ForFile(
                name, $"the file holds more than {maxRatings} ratings, the most one matrix can hold. Split it.");
        }
    }
}

using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// Where one worker puts ratings: large chunks, shared by consecutive blocks, so that nothing is copied and little is left empty. The
/// ratings of a block are a few slices of chunks.
/// </summary>
internal sealed class RatingBuffer(int worker, int chunkRatings, bool withTimestamps)
{
    /// <summary>"1 2 3" and a line feed.</summary>
    private const int ShortestLine = 6;

    private Rating[] _ratings = [];
    private long[] _timestamps = [];
    private int _start;
    private int _count;
    private int _maxRatingsOfBlock;
    private List<EncodedSegment> _segments = [];

    /// <summary>Starts a block of <paramref name="blockBytes"/> bytes.</summary>
    public void BeginBlock(int blockBytes)
    {
        _maxRatingsOfBlock = blockBytes / ShortestLine + 1;
        _segments = [];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int user, int item, float value, long timestamp)
    {
        if (_count == _ratings.Length)
        {
            StartChunk();
        }

        int position = _count++;
        _ratings[position] = new Rating(user, item, value);
        if (withTimestamps)
        {
            _timestamps[position] = timestamp;
        }
    }

    /// <summary>The ratings added since <see cref="BeginBlock"/>, in order.</summary>
    public List<EncodedSegment> EndBlock()
    {
        CloseSegment();
        return _segments;
    }

    private void StartChunk()
    {
        CloseSegment();

        // A small file needs no full chunk.
        int capacity = Math.Min(chunkRatings, _maxRatingsOfBlock);
        _ratings = GC.AllocateUninitializedArray<Rating>(capacity);
        _timestamps = withTimestamps ? GC.AllocateUninitializedArray<long>(capacity) : [];
        _start = 0;
        _count = 0;
    }

    private void CloseSegment()
    {
        if (_count > _start)
        {
            Memory<long> timestamps = withTimestamps ? _timestamps.AsMemory(_start.._count) : default;
            _segments.Add(new EncodedSegment(worker, _ratings.AsMemory(_start.._count), timestamps));
            _start = _count;
        }
    }
}

/// <summary>Consecutive ratings of the file, whose users and items are codes of the worker that read them.</summary>
internal readonly record struct EncodedSegment(int Worker, Memory<Rating> Ratings, Memory<long> Timestamps);

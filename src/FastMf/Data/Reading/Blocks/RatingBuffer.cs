using System.Runtime.CompilerServices;

namespace FastMf.Data.Reading.Blocks;

/// <summary>
/// Where one worker puts ratings: large arrays, shared by consecutive blocks, so that nothing is copied or left empty. A block's
/// ratings are a few slices of them.
/// </summary>
internal sealed class RatingBuffer(int worker, int chunkRatings, bool withTimestamps)
{
    /// <summary>"1 2 3" and a line feed.</summary>
    private const int ShortestLine = 6;

    private Rating[] _ratings = [];
    private long[] _timestamps = [];
    private int _start;
    private int _count;
    private int _expected;
    private List<EncodedSegment> _segments = [];

    /// <summary>Starts a block of so many bytes.</summary>
    public void Begin(int blockBytes)
    {
        _expected = blockBytes / ShortestLine + 1;
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

    /// <summary>The ratings added since <see cref="Begin"/>, in order.</summary>
    public List<EncodedSegment> End()
    {
        CloseSegment();
        return _segments;
    }

    private void StartChunk()
    {
        CloseSegment();

        // A small file needs no full array.
        int capacity = Math.Min(chunkRatings, _expected);
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

/// <summary>A run of ratings in file order whose users and items are codes of the worker who read them.</summary>
internal readonly record struct EncodedSegment(int Worker, Memory<Rating> Ratings, Memory<long> Timestamps);

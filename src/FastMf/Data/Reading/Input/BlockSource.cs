using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;
using FastMf.Data.Reading.Lines;

namespace FastMf.Data.Reading.Input;

/// <summary>
/// Cuts a stream into numbered blocks of whole lines, for any number of workers. Every block ends with a line feed (one is added to a
/// last line without), and a line that is too long is cut to one byte more than is allowed, so that memory stays bounded.
/// </summary>
internal sealed class BlockSource(Stream stream, int blockBytes) : IDisposable
{
    /// <summary>Readable bytes behind a block: the parser loads eight at a time.</summary>
    public const int Padding = 8;

    private readonly Lock _lock = new();

    /// <summary>The beginning of a line whose end has not been read yet.</summary>
    private readonly ArrayPoolBufferWriter<byte> _carry = new();
    private int _sequence;
    private bool _ended;

    /// <summary>Why the stream could not be read to its end, if so; the blocks before that point are complete.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A buffer for a worker to read blocks into; it belongs to the worker.</summary>
    public MemoryOwner<byte> CreateBuffer() => MemoryOwner<byte>.Allocate(BufferLength(blockBytes));

    /// <summary>Reads the next block into a worker's buffer, or a larger one in its place; false when there are no more.</summary>
    public bool TryTake(ref MemoryOwner<byte> buffer, out Block block)
    {
        lock (_lock)
        {
            block = default;
            if (_ended)
            {
                return false;
            }

            try
            {
                int length = Fill(ref buffer);
                block = new Block(_sequence++, length);
                return length > 0;
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException)
            {
                _ended = true;
                Failure = failure;
                return false;
            }
        }
    }

    public void Dispose() => _carry.Dispose();

    private int Fill(ref MemoryOwner<byte> buffer)
    {
        int filled = _carry.WrittenCount;
        EnsureCapacity(ref buffer, Math.Max(blockBytes, filled), 0);
        _carry.WrittenSpan.CopyTo(buffer.Span);
        _carry.Clear();
        while (true)
        {
            int wanted = Math.Max(blockBytes, 2 * filled);
            EnsureCapacity(ref buffer, wanted, filled);
            Span<byte> bytes = buffer.Span;
            filled += stream.ReadAtLeast(bytes[filled..wanted], wanted - filled, throwOnEndOfStream: false);
            if (filled < wanted)
            {
                _ended = true;
                return CloseLastLine(bytes, filled);
            }

            int length = bytes[..filled].LastIndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                _carry.Write(bytes[length..filled]);
                return length;
            }

            if (filled > LineSplitter.MaxLineBytes)
            {
                SkipRestOfLine();
                return CloseLastLine(bytes, LineSplitter.MaxLineBytes + 1);
            }
        }
    }

    private static int CloseLastLine(Span<byte> buffer, int filled)
    {
        if (filled > 0 && buffer[filled - 1] != '\n')
        {
            buffer[filled++] = (byte)'\n';
        }

        return filled;
    }

    private void SkipRestOfLine()
    {
        using SpanOwner<byte> skipped = SpanOwner<byte>.Allocate(blockBytes);
        while (true)
        {
            int read = stream.Read(skipped.Span);
            if (read == 0)
            {
                _ended = true;
                return;
            }

            int lineFeed = skipped.Span[..read].IndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                _carry.Write(skipped.Span[(lineFeed + 1)..read]);
                return;
            }
        }
    }

    /// <summary>The bytes of a buffer for blocks of so many bytes: they may get a line feed more, and the padding.</summary>
    private static int BufferLength(int blockBytes) => blockBytes + 1 + Padding;

    private static void EnsureCapacity(ref MemoryOwner<byte> buffer, int blockBytes, int used)
    {
        int needed = BufferLength(blockBytes);
        if (buffer.Length < needed)
        {
            MemoryOwner<byte> larger = MemoryOwner<byte>.Allocate(needed);
            buffer.Span[..used].CopyTo(larger.Span);
            buffer.Dispose();
            buffer = larger;
        }
    }
}

/// <summary>A piece of a file that ends with a line feed: its place among the pieces, from 0, and its length in bytes.</summary>
internal readonly record struct Block(int Sequence, int Length);

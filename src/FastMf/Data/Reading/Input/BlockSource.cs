namespace FastMf.Data.Reading.Input;

/// <summary>
/// Cuts a stream into numbered blocks of whole lines, for any number of workers. Every block ends with a line feed (one is added to a
/// last line without), and a line that is too long is cut to one byte more than is allowed, so that memory stays bounded.
/// </summary>
internal sealed class BlockSource(Stream stream, int blockBytes)
{
    public const int MaxLineBytes = 1 << 16;

    /// <summary>The parser loads eight bytes wherever it stands.</summary>
    public const int Slack = 8;

    private readonly Lock _lock = new();
    private byte[] _carry = [];
    private int _carried;
    private int _sequence;
    private bool _ended;

    /// <summary>Why the stream could not be read to its end, if so; the blocks before that point are complete.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Takes the next block into a buffer of the worker's, replaced when too small; false when there are no more.</summary>
    public bool TryTake(ref byte[] buffer, out Block block)
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

    private int Fill(ref byte[] buffer)
    {
        EnsureCapacity(ref buffer, Math.Max(blockBytes, _carried), 0);
        _carry.AsSpan(0, _carried).CopyTo(buffer);
        int filled = _carried;
        _carried = 0;
        while (true)
        {
            int wanted = Math.Max(blockBytes, 2 * filled);
            EnsureCapacity(ref buffer, wanted, filled);
            filled += stream.ReadAtLeast(buffer.AsSpan(filled, wanted - filled), wanted - filled, throwOnEndOfStream: false);
            if (filled < wanted)
            {
                _ended = true;
                return CloseLastLine(buffer, filled);
            }

            int length = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                Carry(buffer.AsSpan(length..filled));
                return length;
            }

            if (filled > MaxLineBytes)
            {
                DropRestOfLine();
                return CloseLastLine(buffer, MaxLineBytes + 1);
            }
        }
    }

    private static int CloseLastLine(byte[] buffer, int filled)
    {
        if (filled > 0 && buffer[filled - 1] != '\n')
        {
            buffer[filled++] = (byte)'\n';
        }

        return filled;
    }

    private void DropRestOfLine()
    {
        byte[] dropped = new byte[blockBytes];
        while (true)
        {
            int read = stream.Read(dropped);
            if (read == 0)
            {
                _ended = true;
                return;
            }

            int lineFeed = dropped.AsSpan(0, read).IndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                Carry(dropped.AsSpan((lineFeed + 1)..read));
                return;
            }
        }
    }

    private void Carry(ReadOnlySpan<byte> rest)
    {
        EnsureCapacity(ref _carry, rest.Length, 0);
        rest.CopyTo(_carry);
        _carried = rest.Length;
    }

    /// <summary>Makes room for so many bytes, a line feed and the slack.</summary>
    private static void EnsureCapacity(ref byte[] buffer, int bytes, int used)
    {
        int needed = bytes + 1 + Slack;
        if (buffer.Length < needed)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(needed);
            buffer.AsSpan(0, used).CopyTo(larger);
            buffer = larger;
        }
    }
}

/// <summary>A piece of a file that ends with a line feed: its place among the pieces, from 0, and its length in bytes.</summary>
internal readonly record struct Block(int Sequence, int Length);

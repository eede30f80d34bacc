namespace FastMf.Data.Reading.Input;

/// <summary>
/// Reads some bytes, then the rest of a stream, then some more bytes: what was read ahead is read again, and something may be appended.
/// Does not own the stream.
/// </summary>
internal sealed class ConcatenatedStream(ReadOnlyMemory<byte> before, Stream middle, ReadOnlyMemory<byte> after = default)
    : ForwardOnlyStream
{
    private ReadOnlyMemory<byte> _before = before;
    private ReadOnlyMemory<byte> _after = after;
    private bool _middleHasEnded;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (!_before.IsEmpty)
        {
            return Take(ref _before, buffer);
        }

        if (!_middleHasEnded)
        {
            int read = middle.Read(buffer);
            if (read > 0)
            {
                return read;
            }

            _middleHasEnded = true;
        }

        return Take(ref _after, buffer);
    }

    private static int Take(ref ReadOnlyMemory<byte> bytes, Span<byte> buffer)
    {
        int count = Math.Min(bytes.Length, buffer.Length);
        bytes.Span[..count].CopyTo(buffer);
        bytes = bytes[count..];
        return count;
    }
}

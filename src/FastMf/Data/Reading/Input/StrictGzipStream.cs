using System.IO.Compression;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastMf.Data.Reading.Input;

/// <summary>Decompresses gzip of one or more members and refuses truncated input and trailing data.</summary>
/// <remarks>
/// <see cref="GZipStream"/> checks the checksum of every member it sees the end of, but ends silently where its input is truncated, and
/// ignores what follows a member if it is not another one. So a member of known content, the sentinel, is appended to the input: only
/// if everything before it was decoded to the end does exactly that content come out last.
/// </remarks>
internal sealed class StrictGzipStream : ForwardOnlyStream
{
    public const byte Magic1 = 0x1F;
    public const byte Magic2 = 0x8B;

    /// <summary>
    /// Any bytes that no file ends with. They do not occur verbatim in their compressed member, so that a truncated stored block cannot
    /// yield them.
    /// </summary>
    private static readonly byte[] Sentinel =
        [0x9E, 0x37, 0x79, 0xB9, 0x7F, 0x4A, 0x7C, 0x15, 0xF3, 0x9C, 0xC0, 0x60, 0x5C, 0xED, 0xC8, 0x34];

    private static readonly byte[] SentinelMember = Compress(Sentinel);

    private readonly GZipStream _decompressed;
    private readonly MemoryOwner<byte> _buffer = MemoryOwner<byte>.Allocate(1 << 16);
    private int _start;
    private int _end;

    /// <param name="head">The first bytes of the input, which have been read already.</param>
    /// <param name="rest">The others; not owned.</param>
    public StrictGzipStream(ReadOnlyMemory<byte> head, Stream rest)
    {
        _decompressed = new GZipStream(new ConcatenatedStream(head, rest, SentinelMember), CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The input is damaged, cut off, or followed by something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        Span<byte> decompressed = _buffer.Span;

        // What may be the sentinel is kept until more has come after it.
        while (_end - _start <= Sentinel.Length)
        {
            decompressed[_start.._end].CopyTo(decompressed);
            _end -= _start;
            _start = 0;
            int read = _decompressed.Read(decompressed[_end..]);
            if (read == 0)
            {
                return decompressed[.._end].SequenceEqual(Sentinel)
                    ? 0
                    : throw new InvalidDataException("The gzip data is cut off, or followed by data that is not gzip.");
            }

            _end += read;
        }

        int count = Math.Min(buffer.Length, _end - _start - Sentinel.Length);
        decompressed.Slice(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _decompressed.Dispose();
        _buffer.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] content)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return member.ToArray();
    }
}

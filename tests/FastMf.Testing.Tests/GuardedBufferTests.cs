using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastMf.TestCommon;
using FastMf.Testing.Memory;
using Xunit;

namespace FastMf.Testing.Tests;

public class GuardedBufferTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 16, 17, 1023, 1024, 1025, 5000];

    [Theory, MemberData(nameof(Lengths))]
    public void Every_float_is_0_and_can_be_written_and_read(int length)
    {
        using var buffer = new GuardedBuffer(length);
        Assert.Equal(new float[length], buffer.Span.ToArray());
        for (int i = 0; i < length; i++)
        {
            buffer.Span[i] = i + 0.5f;
        }

        Assert.Equal(Enumerable.Range(0, length).Select(i => i + 0.5f), buffer.Span.ToArray());
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_last_float_ends_where_a_page_ends(int length)
    {
        using var buffer = new GuardedBuffer(length);
        Assert.Equal(0, (AddressOf(buffer.Span) + length * sizeof(float)) % Environment.SystemPageSize);
    }

    [Fact]
    public void The_start_is_aligned_only_as_the_length_makes_it()
    {
        using var aligned = new GuardedBuffer(32);
        using var misaligned = new GuardedBuffer(31);
        Assert.Equal(0, AddressOf(aligned.Span) % 64);
        Assert.Equal(4, AddressOf(misaligned.Span) % 64);
    }

    [LinuxTheory("Only Linux lists the protection of its pages in a file."), MemberData(nameof(Lengths))]
    public void The_page_behind_the_last_float_can_be_neither_read_nor_written(int length)
    {
        using var buffer = new GuardedBuffer(length);
        long end = AddressOf(buffer.Span) + length * sizeof(float);
        string[] mapping = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')).Single(fields => Covers(fields[0], end));
        Assert.Equal("---p", mapping[1]);
    }

    [Fact]
    public void A_disposed_buffer_says_so_and_may_be_disposed_of_again()
    {
        var buffer = new GuardedBuffer(4);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Fact]
    public void A_negative_length_is_an_argument_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new GuardedBuffer(-1));

    private static long AddressOf(Span<float> span) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(span));

    private static bool Covers(string range, long address)
    {
        ulong[] ends = [.. range.Split('-').Select(end => ulong.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return (ulong)address >= ends[0] && (ulong)address < ends[1];
    }
}

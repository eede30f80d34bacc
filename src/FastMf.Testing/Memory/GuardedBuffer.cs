using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FastMf.Testing.Memory;

/// <summary>
/// Floats that end exactly where an unreadable page begins, so that a kernel that reads or writes one float too many stops the test
/// run instead of passing by luck. The start is aligned only as the length makes it.
/// </summary>
public sealed unsafe partial class GuardedBuffer : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const uint PageNoAccess = 1;
    private const uint MemoryCommitReserve = 0x3000;
    private const uint PageReadWrite = 4;
    private const uint MemoryRelease = 0x8000;

    private readonly nint _mapping;
    private readonly nuint _mappedBytes;
    private readonly int _length;
    private bool _disposed;

    /// <summary>Allocates <paramref name="length"/> floats, all 0.</summary>
    /// <exception cref="Win32Exception">The system refused the memory.</exception>
    public GuardedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint page = (nuint)Environment.SystemPageSize;
        nuint dataBytes = (((nuint)length * sizeof(float)) + page - 1) / page * page;
        _length = length;
        _mappedBytes = dataBytes + page;
        if (OperatingSystem.IsWindows())
        {
            _mapping = VirtualAlloc(0, _mappedBytes, MemoryCommitReserve, PageReadWrite);
            ThrowIf(_mapping == 0 || !VirtualProtect(_mapping + (nint)dataBytes, page, PageNoAccess, out _));
        }
        else
        {
            int privateAnonymous = OperatingSystem.IsMacOS() ? 0x1002 : 0x22;
            _mapping = MemoryMap(0, _mappedBytes, ProtectReadWrite, privateAnonymous, -1, 0);
            ThrowIf(_mapping == -1 || MemoryProtect(_mapping + (nint)dataBytes, page, ProtectNone) != 0);
        }
    }

    /// <summary>The floats; the one after the last cannot be read.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed of.</exception>
    public Span<float> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            nint end = _mapping + (nint)(_mappedBytes - (nuint)Environment.SystemPageSize);
            return new Span<float>((void*)(end - ((nint)_length * sizeof(float))), _length);
        }
    }

    /// <summary>Gives the memory back; spans of it must not be used any more.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            bool released =
                OperatingSystem.IsWindows() ? VirtualFree(_mapping, 0, MemoryRelease) : MemoryUnmap(_mapping, _mappedBytes) == 0;
            ThrowIf(!released);
        }
    }

    private static void ThrowIf(bool failed)
    {
        if (failed)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MemoryProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MemoryUnmap(nint address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint VirtualAlloc(nint address, nuint size, uint allocationType, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(nint address, nuint size, uint protection, out uint oldProtection);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(nint address, nuint size, uint freeType);
}

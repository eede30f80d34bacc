using FastMf.Kernels;
using FastMf.Numerics;
using FastMf.Testing.Generators;

namespace FastMf.Testing.Memory;

/// <summary>
/// A random factor matrix that starts wherever it is told to between two multiples of 64 bytes, with its padding zero. Placed at 0 it ends
/// at an unreadable page; elsewhere between numbers that are not, so that a kernel that takes one in gives NaN.
/// </summary>
public sealed class PlacedFactors : IDisposable
{
    private const int FloatsPerLine = 16;

    private readonly GuardedBuffer _buffer;
    private readonly int _start;
    private readonly int _length;

    /// <summary>Allocates and fills a matrix.</summary>
    /// <param name="random">The source.</param>
    /// <param name="rows">The number of rows, 0 or more.</param>
    /// <param name="rank">Floats of a row that count, 1 or more.</param>
    /// <param name="offset">Floats from a multiple of 64 bytes to the first row, 0 to 15.</param>
    public PlacedFactors(SeededRandom random, int rows, int rank, int offset)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, FloatsPerLine);
        (RowCount, Rank) = (rows, rank);
        _length = rows * FactorView.StrideFor(rank);
        _start = offset;
        _buffer = new GuardedBuffer(offset == 0 ? _length : _length + FloatsPerLine);
        _buffer.Span.Fill(float.NaN);
        FactorGenerator.FillRows(random, _buffer.Span.Slice(_start, _length), rank);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Floats of a row that count.</summary>
    public int Rank { get; }

    /// <summary>The matrix; valid until this object is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The matrix has been disposed of.</exception>
    public FactorView View => new(_buffer.Span.Slice(_start, _length), RowCount, Rank);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _buffer.Dispose();
}

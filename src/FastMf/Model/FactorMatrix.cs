using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using FastMf.Kernels;
using FastMf.Numerics;

namespace FastMf.Model;

/// <summary>
/// Factors of all users or of all items: rows x rank floats in native memory, 64-byte aligned, each row padded with zeros to a
/// multiple of 16. More than 2^31 floats are allowed.
/// </summary>
public sealed class FactorMatrix : IDisposable
{
    private readonly AlignedBuffer _buffer;

    /// <summary>Allocates a matrix of zeros.</summary>
    /// <param name="rowCount">The number of rows, 0 or more.</param>
    /// <param name="rank">Factors of a row, 1 to <see cref="KernelSet.MaximumRank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such amount of memory.</exception>
    public FactorMatrix(int rowCount, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, KernelSet.MaximumRank);
        RowCount = rowCount;
        Rank = rank;
        _buffer = new AlignedBuffer(FloatCount(rowCount, rank), addsMemoryPressure: true);
    }

    /// <summary>A matrix in memory that exists, which holds rowCount x stride floats with zeros as padding.</summary>
    internal FactorMatrix(AlignedBuffer buffer, int rowCount, int rank)
    {
        RowCount = rowCount;
        Rank = rank;
        _buffer = buffer;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Factors of a row.</summary>
    public int Rank { get; }

    /// <summary>Floats from one row to the next, the leading dimension: the rank rounded up to a multiple of 16.</summary>
    public int Stride => FactorView.StrideFor(Rank);

    /// <summary>The whole matrix; valid until this object is disposed of, which the caller must outlast.</summary>
    /// <exception cref="ObjectDisposedException">The matrix has been disposed of.</exception>
    public FactorView View
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer.IsDisposed, this);
            return new FactorView(ref _buffer.Origin, RowCount, Rank);
        }
    }

    internal AlignedBuffer Buffer => _buffer;

    /// <summary>A matrix of factors that lie elsewhere, in an array of two dimensions, say: they are copied, and padded.</summary>
    /// <param name="factors">Rows x rank floats, the rank 1 to <see cref="KernelSet.MaximumRank"/>.</param>
    /// <exception cref="ArgumentException">The rank is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such amount of memory.</exception>
    public static FactorMatrix CopyOf(ReadOnlySpan2D<float> factors)
    {
        if (factors.Width is < 1 or > KernelSet.MaximumRank)
        {
            throw new ArgumentException($"The rank is {factors.Width}; it must be 1 to {KernelSet.MaximumRank}.", nameof(factors));
        }

        var matrix = new FactorMatrix(factors.Height, factors.Width);
        for (int row = 0; row < factors.Height; row++)
        {
            factors.GetRowSpan(row).CopyTo(matrix.View.Row(row));
        }

        return matrix;
    }

    /// <summary>
    /// The factors as rows x rank floats, without their padding; valid until this object is disposed of, which the caller must outlast.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The matrix has been disposed of.</exception>
    public ReadOnlySpan2D<float> AsSpan2D() => View.AsSpan2D();

    /// <summary>
    /// The factors as a tensor of lengths [rows, rank] and strides [<see cref="Stride"/>, 1], as <see cref="FactorViewExtensions"/> makes
    /// it; valid until this object is disposed of, which the caller must outlast.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The matrix has been disposed of.</exception>
    public ReadOnlyTensorSpan<float> AsTensorSpan() => View.AsTensorSpan();

    /// <summary>The factors of row <paramref name="row"/>, without padding.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, <see cref="RowCount"/>).</exception>
    /// <exception cref="ObjectDisposedException">The matrix has been disposed of.</exception>
    public ReadOnlySpan<float> Row(int row) => View.Row(row);

    /// <summary>The floats that a matrix occupies, padding included; 64-bit arithmetic throughout.</summary>
    internal static nint FloatCount(nint rowCount, int rank) => checked(rowCount * FactorView.StrideFor(rank));

    /// <summary>Gives the memory back at once instead of at the next collection.</summary>
    public void Dispose() => _buffer.Dispose();

    /// <summary>A view of some consecutive rows, not checked.</summary>
    internal FactorView Rows(int first, int count) => new(ref View.Origin(first), count, Rank);

    internal void CopyTo(FactorMatrix target)
    {
        for (int row = 0; row < RowCount; row++)
        {
            View.PaddedRow(row).CopyTo(target.View.PaddedRow(row));
        }
    }
}
